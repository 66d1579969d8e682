//! How reading behaves, in sentences: keys in, and where one is then.

mod rig;
use rig::Rig;
#[test]
fn tmp() {
    let mut rig = Rig::bundled("red-aid").size(80, 24);
    println!("{}", rig.frame());
    rig.keys("]n Enter");
    println!("{}", rig.frame());
    rig.resize(160, 45);
    rig.keys("Esc Space");
    println!("{}", rig.frame());
    rig.resize(40, 20);
    println!("{}", rig.frame_with_looks());
}
