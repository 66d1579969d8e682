//! What styles and numberings make of paragraphs and words.

use std::collections::HashMap;

use crate::{
    document::Kind,
    formats::xml::{
        NumberWords, Numbers,
        tree::{NodeRef, Tree},
    },
    role::Role,
};

/// Styles, and the numberings that they and paragraphs refer to.
pub(super) struct Styles<'t> {
    by_id: HashMap<&'t str, NodeRef<'t>>,
    /// The style of paragraphs that name none.
    default: Option<&'t str>,
    language: Option<&'t str>,
    /// Numberings by number: their definition, and what they change of it.
    numberings: HashMap<&'t str, (NodeRef<'t>, NodeRef<'t>)>,
    /// How far each definition has counted, a number a level.
    counted: HashMap<u32, [usize; LEVELS]>,
    /// Numberings that have begun anew.
    begun: std::collections::HashSet<(u32, usize)>,
}

/// Styles of words that are program text.
const CODE: &[&str] = &["Verbatim Char", "Source Code Char", "HTML Code", "HTML Typewriter", "HTML Keyboard", "HTML Sample", "Code"];

/// Word has nine levels of lists and of headings.
const LEVELS: usize = 9;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) kind: Kind,
    pub(super) is_quote: bool,
    /// An entry of a table of contents, or what stands above it.
    pub(super) is_contents: bool,
    /// The line that says who wrote the text.
    pub(super) is_author: bool,
}

/// What a paragraph's style makes of all words in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dress {
    is_slanted: bool,
    has_small_caps: bool,
}

/// The value of a child: `<w:name w:val="…"/>`.
pub(super) fn value<'t>(node: NodeRef<'t>, name: &str) -> Option<&'t str> {
    node.child(name)?.attribute("val")
}

/// Whether a property is on: it may be there to say that it is not.
fn is_on(node: NodeRef<'_>) -> bool {
    !matches!(node.attribute("val"), Some("0" | "false" | "off" | "none"))
}

impl<'t> Styles<'t> {
    pub(super) fn of(styles: &'t Tree<'t>, numbering: &'t Tree<'t>) -> Self {
        let all = || styles.root().elements().filter(|node| node.name() == "style");
        let default = all().find(|node| node.says("type", &["paragraph"]) && node.says("default", &["1", "true"]));
        let run = styles.root().path(&["docDefaults", "rPrDefault", "rPr", "lang"]);
        let definitions = numbering.root().elements().filter(|node| node.name() == "abstractNum");
        let definitions: HashMap<_, _> = definitions.filter_map(|node| Some((node.attribute("abstractNumId")?, node))).collect();
        let numberings = numbering.root().elements().filter(|node| node.name() == "num");
        Self {
            by_id: all().filter_map(|node| Some((node.attribute("styleId")?, node))).collect(),
            default: default.and_then(|node| node.attribute("styleId")),
            language: run.and_then(|lang| lang.attribute("val")),
            numberings: numberings
                .filter_map(|node| Some((node.attribute("numId")?, (*definitions.get(value(node, "abstractNumId")?)?, node))))
                .collect(),
            counted: HashMap::new(),
            begun: std::collections::HashSet::new(),
        }
    }

    pub(super) fn language(&self) -> Option<String> {
        self.language.map(str::to_owned)
    }

    /// A style and those it is based on, from the nearest on.
    fn chain(&self, style: Option<&'t str>) -> impl Iterator<Item = NodeRef<'t>> {
        let mut next = style;
        // A chain may be a ring.
        (0..24).map_while(move |_| {
            let style = *self.by_id.get(next?)?;
            next = value(style, "basedOn");
            Some(style)
        })
    }

    fn style_of(&self, properties: Option<NodeRef<'t>>) -> Option<&'t str> {
        properties.and_then(|properties| value(properties, "pStyle")).or(self.default)
    }

    /// What a paragraph with these properties is.
    pub(super) fn paragraph(&self, properties: Option<NodeRef<'t>>) -> Paragraph {
        let chain: Vec<_> = self.chain(self.style_of(properties)).collect();
        let names = || chain.iter().filter_map(|style| value(*style, "name")).map(str::to_lowercase);
        let level = |properties: NodeRef<'t>| value(properties, "outlineLvl").and_then(|level| level.parse::<u8>().ok());
        let given = properties.and_then(level).or_else(|| chain.iter().find_map(|style| level(style.child("pPr")?)));
        // Programs that write no levels still name their styles as Word does.
        let by_name = || names().find_map(|name| name.strip_prefix("heading ")?.trim().parse::<u8>().ok()?.checked_sub(1));
        let mut paragraph = Paragraph { kind: Kind::Paragraph, is_quote: false, is_contents: false, is_author: false };
        // Nine means body text.
        if let Some(level) = given.or_else(by_name).filter(|level| *level < 9) {
            paragraph.kind = Kind::Heading(level + 1);
            return paragraph;
        }
        for name in names() {
            match name.as_str() {
                "title" => paragraph.kind = Kind::Title,
                "subtitle" | "author" | "date" => {
                    paragraph.kind = Kind::Byline;
                    paragraph.is_author = name == "author";
                }
                "source code" | "html preformatted" | "code" | "macro" => paragraph.kind = Kind::Code,
                "caption" | "image caption" | "table caption" => paragraph.kind = Kind::Caption,
                "verse" | "poem" | "poetry" => paragraph.kind = Kind::Verse,
                "quote" | "intense quote" | "block text" | "quotation" | "quotations" | "epigraph" => paragraph.is_quote = true,
                "toc heading" | "contents heading" => paragraph.is_contents = true,
                _ if name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok()) => paragraph.is_contents = true,
                _ => continue,
            }
            break;
        }
        paragraph
    }

    /// What the style of a paragraph makes of its words, beside what it is.
    pub(super) fn dress(&self, properties: Option<NodeRef<'t>>) -> Dress {
        let chain: Vec<_> = self.chain(self.style_of(properties)).filter_map(|style| style.child("rPr")).collect();
        let has = |name: &str| chain.iter().find_map(|properties| properties.child(name)).is_some_and(is_on);
        Dress { is_slanted: has("i"), has_small_caps: has("smallCaps") }
    }

    /// What words with these properties look like in a paragraph so dressed; nothing where they are hidden.
    pub(super) fn roles(&self, properties: Option<NodeRef<'t>>, dress: Dress) -> Option<Vec<Role>> {
        let styles: Vec<_> = self.chain(properties.and_then(|properties| value(properties, "rStyle"))).collect();
        let chain: Vec<_> = properties.into_iter().chain(styles.iter().filter_map(|style| style.child("rPr"))).collect();
        let property = |name: &str| chain.iter().find_map(|properties| properties.child(name));
        let has = |name: &str| property(name).is_some_and(is_on);
        if has("vanish") {
            return None;
        }
        // Emphasis within slanted words is upright; what is said of the words themselves is final.
        let own = properties.and_then(|properties| properties.child("i")).map(is_on);
        let is_slanted = own.unwrap_or_else(|| has("i") != dress.is_slanted);
        let is_code =
            styles.iter().filter_map(|style| value(*style, "name")).any(|name| CODE.iter().any(|code| name.eq_ignore_ascii_case(code)));
        let raised = property("vertAlign").and_then(|node| node.attribute("val"));
        let roles = [
            (is_code, Role::Code),
            (is_slanted, Role::Emphasis),
            (has("b"), Role::Strong),
            (has("u"), Role::Underline),
            (has("strike") || has("dstrike"), Role::Strike),
            (property("smallCaps").map_or(dress.has_small_caps, is_on), Role::SmallCaps),
            (raised == Some("superscript"), Role::Superscript),
            (raised == Some("subscript"), Role::Subscript),
        ];
        Some(roles.into_iter().filter(|(applies, _)| *applies).map(|(_, role)| role).collect())
    }

    // ── Lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// The level of a paragraph in its list, from 0, and its label; counts on.
    pub(super) fn item(&mut self, properties: Option<NodeRef<'t>>) -> Option<(usize, String)> {
        let chain: Vec<_> = self.chain(self.style_of(properties)).filter_map(|style| style.child("pPr")).collect();
        let all = || properties.into_iter().chain(chain.iter().copied()).filter_map(|properties| properties.child("numPr"));
        let number = all().find_map(|numbering| value(numbering, "numId"))?;
        let level =
            all().find_map(|numbering| value(numbering, "ilvl")).and_then(|level| level.parse::<usize>().ok()).unwrap_or(0).min(LEVELS - 1);
        let (definition, numbering) = *self.numberings.get(number)?;
        let find = |node: NodeRef<'t>, name: &str, level: usize| {
            node.elements().find(|child| child.name() == name && child.attribute("ilvl").and_then(|at| at.parse().ok()) == Some(level))
        };
        let change = |level: usize| find(numbering, "lvlOverride", level);
        let of = |level: usize| change(level).and_then(|change| change.child("lvl")).or_else(|| find(definition, "lvl", level));
        let first = |level: usize| {
            let started = change(level).and_then(|change| value(change, "startOverride"));
            started.or_else(|| value(of(level)?, "start")).and_then(|start| start.parse::<usize>().ok()).unwrap_or(1)
        };
        let anew = change(level).is_some_and(|change| change.child("startOverride").is_some()) && self.begun.insert((numbering.id, level));
        let counted = self.counted.entry(definition.id).or_default();
        counted[level] = if counted[level] == 0 || anew { first(level) + 1 } else { counted[level].saturating_add(1) };
        // What is kept is one more than the number, so that nought means not yet.
        counted[level + 1..].fill(0);
        let form = |level: usize| of(level).and_then(|level| value(level, "numFmt")).unwrap_or("decimal");
        let label = match form(level) {
            "none" => String::new(),
            // Pandoc gives the further paragraphs of an item a bullet that is a blank; of a picture, there is no sign either.
            "bullet" if of(level).is_some_and(is_blank) => String::new(),
            "bullet" => "•".to_owned(),
            _ => {
                let mut label = of(level).and_then(|level| value(level, "lvlText")).unwrap_or_default().to_owned();
                for (at, count) in counted.iter().enumerate() {
                    let number = if *count == 0 { first(at) } else { count - 1 };
                    if label.contains('%') {
                        label = label.replace(&format!("%{}", at + 1), &numbers(form(at)).sign(number));
                    }
                }
                label
            }
        };
        Some((level, label))
    }
}

/// Tells whether a list's level has a bullet that is not there.
fn is_blank(level: NodeRef<'_>) -> bool {
    level.child("lvlText").is_some() && value(level, "lvlText").is_none() && level.child("lvlPicBulletId").is_none()
}

/// A way of counting by Word's name for it. What it says in words (`ordinal`, `cardinalText`) depends on the language of the text, and
/// is left as figures.
pub(super) fn numbers(format: &str) -> Numbers {
    FORMATS.iter().find(|(name, _)| *name == format).map_or(Numbers::Decimal, |(_, numbers)| *numbers)
}

const CHINESE: NumberWords = NumberWords { figures: "一二三四五六七八九", powers: "十百千", says_one: true, nought: "零" };
const JAPANESE: NumberWords = NumberWords { says_one: false, nought: "", ..CHINESE };
const KOREAN: NumberWords = NumberWords { figures: "일이삼사오육칠팔구", powers: "십백천", says_one: false, nought: "" };

const FORMATS: &[(&str, Numbers)] = &[
    ("lowerLetter", Numbers::Letters { capital: false }),
    ("upperLetter", Numbers::Letters { capital: true }),
    ("lowerRoman", Numbers::Roman { capital: false }),
    ("upperRoman", Numbers::Roman { capital: true }),
    ("chicago", Numbers::Signs),
    ("decimalZero", Numbers::Padded),
    ("decimalEnclosedCircle", Numbers::Circled),
    ("decimalEnclosedCircleChinese", Numbers::Circled),
    ("decimalFullWidth", Numbers::Figures("０１２３４５６７８９")),
    ("hebrew1", Numbers::Hebrew),
    ("hebrew2", Numbers::Alphabet("אבגדהוזחטיכלמנסעפצקרשת")),
    ("arabicAlpha", Numbers::Alphabet("أبتثجحخدذرزسشصضطظعغفقكلمنهوي")),
    ("arabicAbjad", Numbers::Alphabet("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ")),
    ("russianLower", Numbers::Alphabet("абвгдежзиклмнопрстуфхцчшщыэюя")),
    ("russianUpper", Numbers::Alphabet("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")),
    ("hindiNumbers", Numbers::Figures("०१२३४५६७८९")),
    ("thaiNumbers", Numbers::Figures("๐๑๒๓๔๕๖๗๘๙")),
    ("ideographDigital", Numbers::Figures("〇一二三四五六七八九")),
    ("japaneseDigitalTenThousand", Numbers::Figures("〇一二三四五六七八九")),
    ("taiwaneseDigital", Numbers::Figures("○一二三四五六七八九")),
    ("koreanDigital", Numbers::Figures("영일이삼사오육칠팔구")),
    ("chineseCounting", Numbers::Counted(CHINESE)),
    ("chineseCountingThousand", Numbers::Counted(CHINESE)),
    ("taiwaneseCounting", Numbers::Counted(CHINESE)),
    ("taiwaneseCountingThousand", Numbers::Counted(CHINESE)),
    ("japaneseCounting", Numbers::Counted(JAPANESE)),
    ("koreanCounting", Numbers::Counted(KOREAN)),
];
