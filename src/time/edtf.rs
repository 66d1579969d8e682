//! EDTF.
