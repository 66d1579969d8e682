//! LaTeX's commands by what they are: tables, to which whatever else turns out to be known is added.

use crate::role::Role;

/// Commands that set their argument in a font.
pub(super) const FONTS: &[(&str, Role)] = &[
    ("emph", Role::Emphasis),
    ("textit", Role::Emphasis),
    ("textsl", Role::Emphasis),
    ("foreign", Role::Emphasis),
    ("booktitle", Role::Emphasis),
    ("textbf", Role::Strong),
    ("strong", Role::Strong),
    ("sphinxstyleemphasis", Role::Emphasis),
    ("sphinxstylestrong", Role::Strong),
    ("sphinxcode", Role::Code),
    ("textsc", Role::SmallCaps),
    ("texttt", Role::Code),
    ("path", Role::Code),
    ("underline", Role::Underline),
    ("uline", Role::Underline),
    ("ul", Role::Underline),
    ("sout", Role::Strike),
    ("st", Role::Strike),
    ("textsuperscript", Role::Superscript),
    ("textsubscript", Role::Subscript),
];

/// Commands that set a font up to the end of their group.
pub(super) const SWITCHES: &[(&str, Role)] = &[
    ("em", Role::Emphasis),
    ("it", Role::Emphasis),
    ("itshape", Role::Emphasis),
    ("sl", Role::Emphasis),
    ("slshape", Role::Emphasis),
    ("bf", Role::Strong),
    ("bfseries", Role::Strong),
    ("sc", Role::SmallCaps),
    ("scshape", Role::SmallCaps),
    ("tt", Role::Code),
    ("ttfamily", Role::Code),
];

/// Commands that are not for readers, and how many of their arguments are not either.
pub(super) const SILENT: &[(&str, usize)] = &[
    ("AtBeginDocument", 1),
    ("AtEndDocument", 1),
    ("DeclareMathOperator", 2),
    ("DeclareUnicodeCharacter", 2),
    ("PassOptionsToPackage", 2),
    ("RequirePackage", 1),
    ("addbibresource", 1),
    ("addcontentsline", 3),
    ("addtocontents", 2),
    ("addtocounter", 2),
    ("addtolength", 2),
    ("arraystretch", 0),
    ("bibliographystyle", 1),
    ("captionsetup", 1),
    ("cline", 1),
    ("cmidrule", 1),
    ("color", 1),
    ("colorlet", 2),
    ("definecolor", 3),
    ("enlargethispage", 1),
    ("fancyfoot", 1),
    ("fancyhead", 1),
    ("fontencoding", 1),
    ("fontfamily", 1),
    ("fontseries", 1),
    ("fontsize", 2),
    ("geometry", 1),
    ("glossary", 1),
    ("graphicspath", 1),
    ("hphantom", 1),
    ("hspace", 1),
    ("hypersetup", 1),
    ("hyphenation", 1),
    ("includeonly", 1),
    ("index", 1),
    ("linespread", 1),
    ("lstset", 1),
    ("markboth", 2),
    ("markright", 1),
    ("newcounter", 1),
    ("newfontfamily", 2),
    ("newlength", 1),
    ("nocite", 1),
    ("pagecolor", 1),
    ("pagenumbering", 1),
    ("pagestyle", 1),
    ("pdfbookmark", 2),
    ("pgfplotsset", 1),
    ("phantom", 1),
    ("refstepcounter", 1),
    ("rule", 2),
    ("selectlanguage", 1),
    ("setcounter", 2),
    ("setlength", 2),
    ("setlist", 1),
    ("setmainfont", 1),
    ("setsansfont", 1),
    ("setstretch", 1),
    ("stepcounter", 1),
    ("theoremstyle", 1),
    ("thispagestyle", 1),
    ("tikzset", 1),
    ("titleformat", 5),
    ("titlespacing", 4),
    ("urlstyle", 1),
    ("usetikzlibrary", 1),
    ("vphantom", 1),
    ("vspace", 1),
];

/// Commands whose first arguments are not for readers, and whose last is.
pub(super) const DRESSED: &[(&str, usize)] = &[
    ("foreignlanguage", 1),
    ("textcolor", 1),
    ("colorbox", 1),
    ("fcolorbox", 2),
    ("raisebox", 1),
    ("scalebox", 1),
    ("resizebox", 2),
    ("rotatebox", 1),
    ("parbox", 1),
    ("textlang", 1),
    ("hypertarget", 0),
];

/// Lengths that plain TeX sets without braces.
pub(super) const LENGTHS: &[&str] = &[
    "vskip",
    "hskip",
    "kern",
    "parindent",
    "parskip",
    "baselineskip",
    "leftskip",
    "rightskip",
    "itemsep",
    "parsep",
    "topsep",
    "partopsep",
    "tabcolsep",
    "hsize",
    "vsize",
    "textwidth",
    "textheight",
    "oddsidemargin",
    "evensidemargin",
    "topmargin",
    "raggedbottom",
    "tolerance",
    "hfuzz",
    "emergencystretch",
    "penalty",
    "looseness",
];

/// Works named in the text: what stands for the works between brackets, and what does not.
pub(super) const CITES: &[&str] = &[
    "cite",
    "citep",
    "parencite",
    "autocite",
    "citealp",
    "citealt",
    "fullcite",
    "smartcite",
    "supercite",
    "Parencite",
    "Autocite",
    "citenum",
];
pub(super) const TEXT_CITES: &[&str] =
    &["citet", "textcite", "Textcite", "Citet", "citeauthor", "Citeauthor", "citeyear", "citeyearpar", "citetitle"];
pub(super) const NOTE_CITES: &[&str] = &["footcite", "footfullcite", "footcitetext", "Footcite"];

pub(super) fn found<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, what)| *what)
}

/// Tells whether a command defines another.
pub(super) fn is_definition(name: &str) -> bool {
    matches!(name, "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" | "def" | "gdef" | "edef" | "newenvironment")
        || matches!(name, "renewenvironment" | "NewDocumentCommand" | "RenewDocumentCommand" | "DeclareDocumentCommand")
}

/// The tag of a language by its name among babel's.
pub(super) fn language(name: &str) -> Option<&'static str> {
    Some(match name {
        "english" | "american" | "USenglish" => "en",
        "british" | "UKenglish" => "en-GB",
        "german" | "ngerman" => "de",
        "austrian" | "naustrian" => "de-AT",
        "french" | "francais" | "frenchb" => "fr",
        "italian" => "it",
        "spanish" => "es",
        "portuguese" | "portuges" => "pt",
        "brazilian" | "brazil" => "pt-BR",
        "dutch" => "nl",
        "polish" => "pl",
        "russian" => "ru",
        "czech" => "cs",
        "swedish" => "sv",
        "danish" => "da",
        "norsk" | "norwegian" => "no",
        "finnish" => "fi",
        "hungarian" | "magyar" => "hu",
        "greek" => "el",
        "turkish" => "tr",
        "latin" => "la",
        _ => return None,
    })
}
