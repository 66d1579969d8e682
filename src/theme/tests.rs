//! What every bundled theme is held to, and what is said of a user's own.

use ratatui::style::Modifier;

use super::{colour::Rgb, *};
use crate::role::Role;

const DEPTHS: [Depth; 4] = [Depth::None, Depth::Sixteen, Depth::TwoFiftySix, Depth::True];

/// Lines and frames, which are seen and not read: a contrast of 3 is enough for them (WCAG 2.2, 1.4.11).
const LINES: &[Role] = &[Role::Rule, Role::Border];

/// What is laid over whatever a run else is, and so has to bring its own text with its ground.
const OVER: &[Role] = &[Role::Hit, Role::HitHere, Role::Focus, Role::Selection, Role::Hint];

/// What has a ground of its own, and what is written on it.
const ON: &[(Role, &[Role])] = &[
    (Role::Status, &[Role::StatusStrong, Role::Message, Role::Alarm, Role::Muted, Role::Key, Role::Prompt, Role::Match]),
    (Role::Chosen, &[Role::Match]),
];

fn themes() -> impl Iterator<Item = Theme> {
    Theme::names().map(|name| Theme::bundled(name).expect(name))
}

/// The text and the ground of a style as they will be seen.
fn seen(theme: &Theme, style: Style) -> Option<(Rgb, Rgb)> {
    let text = style.fg.or(theme.ground.text).and_then(Rgb::of)?;
    let ground = style.bg.or(theme.ground.paper).and_then(Rgb::of)?;
    Some(if style.add_modifier.contains(Modifier::REVERSED) { (ground, text) } else { (text, ground) })
}

#[test]
fn every_bundled_theme_is_read_without_a_problem_and_names_every_role() {
    for name in Theme::names() {
        let read = read::parse_bundled(name).expect(name);
        assert_eq!(read.problems, [], "{name}");
        let mut said = String::new();
        let mut next = Some(name.to_owned());
        while let Some(name) = next {
            let text = bundled(&name).expect("a bundled parent");
            said.push_str(text);
            next = text.lines().find_map(|line| line.strip_prefix("inherits = ")).map(|parent| parent.trim_matches('"').to_owned());
        }
        for role in Role::ALL {
            assert!(said.lines().any(|line| line.starts_with(&format!("{role} = "))), "{name} does not say how {role} looks");
        }
    }
}

#[test]
fn all_text_has_the_contrast_that_reading_needs() {
    for theme in themes().filter(|theme| theme.name != "none") {
        let text = if theme.name.starts_with("contrast") { 7.0 } else { 4.5 };
        for depth in [Depth::True, Depth::TwoFiftySix] {
            let theme = theme.at_depth(depth);
            // Brought down, a colour only has to stay above what all text needs.
            let text = if depth == Depth::True { text } else { 4.5 };
            let check = |roles: Roles| {
                let least = if roles.iter().any(|role| LINES.contains(&role)) { 3.0 } else { text };
                let (text, ground) = seen(&theme, theme.style(roles)).expect("a colour");
                let contrast = text.contrast(ground);
                assert!(contrast >= least, "{} at {depth:?}: {roles:?} has {contrast:.2}, {text:?} on {ground:?}", theme.name);
            };
            for role in Role::ALL {
                check(Roles::only(*role));
                check(Roles::only(*role).with(Role::Overlay));
                OVER.iter().filter(|over| role < *over).for_each(|over| check(Roles::only(*role).with(*over)));
            }
            for (ground, written) in ON {
                written.iter().for_each(|role| check(Roles::only(*role).with(*ground)));
            }
        }
    }
}

#[test]
fn what_must_be_told_apart_looks_different_at_every_depth() {
    let roles = [
        Role::Body,
        Role::Emphasis,
        Role::Strong,
        Role::Link,
        Role::Noteref,
        Role::NoterefLost,
        Role::Heading1,
        Role::Heading2,
        Role::Hit,
        Role::HitHere,
        Role::Focus,
        Role::Selection,
        Role::Mark,
        Role::Chosen,
    ];
    for theme in themes() {
        for depth in DEPTHS {
            let theme = theme.at_depth(depth);
            for (index, role) in roles.iter().enumerate() {
                for other in &roles[..index] {
                    let (style, other_style) = (theme.style((*role).into()), theme.style((*other).into()));
                    assert_ne!(style, other_style, "{} at {depth:?}: {role} looks like {other}", theme.name);
                }
            }
        }
    }
}

#[test]
fn the_mark_of_a_note_that_says_something_differs_from_what_may_stand_beside_it() {
    for theme in themes() {
        for depth in DEPTHS {
            let theme = theme.at_depth(depth);
            let look = |role: Role| theme.style(Roles::only(Role::Body).with(Role::Noteref).with(role));
            for other in [Role::Body, Role::NoterefLost, Role::Link, Role::Hit, Role::HitHere, Role::Focus, Role::Selection] {
                assert_ne!(look(Role::NoterefRemark), look(other), "{} at {depth:?}: {other}", theme.name);
            }
        }
    }
}

#[test]
fn without_colours_there_are_none() {
    for theme in themes() {
        let plain = theme.at_depth(Depth::None);
        assert_eq!(plain.ground(), Style::new());
        for role in Role::ALL {
            let style = plain.style((*role).into());
            assert_eq!((style.fg, style.bg), (None, None), "{} {role}", theme.name);
        }
    }
    let none = Theme::bundled("none").expect("none");
    assert!(Role::ALL.iter().all(|role| none.style((*role).into()).fg.is_none()));
}

#[test]
fn with_sixteen_colours_only_the_terminals_own_are_used() {
    for theme in themes() {
        let theme = theme.at_depth(Depth::Sixteen);
        for role in Role::ALL {
            let style = theme.style((*role).into()).patch(theme.ground());
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(colour::TERMINAL.iter().any(|(_, own)| *own == colour), "{} {role}: {colour:?}", theme.name);
            }
        }
    }
    let ink = Theme::bundled("ink").expect("ink").at_depth(Depth::Sixteen);
    let look = |role: Role| {
        let style = ink.style(role.into());
        (style.fg, style.bg, style.add_modifier)
    };
    assert_eq!(look(Role::Noteref), (Some(Color::Yellow), None, Modifier::empty()));
    assert_eq!(look(Role::Link), (Some(Color::LightBlue), None, Modifier::UNDERLINED));
    assert_eq!(look(Role::Muted), (None, None, Modifier::DIM));
    assert_eq!(look(Role::Status), (None, None, Modifier::REVERSED));
    assert_eq!(look(Role::Overlay), (None, None, Modifier::empty()));
    assert_eq!(look(Role::Hit), (Some(Color::Black), Some(Color::Yellow), Modifier::empty()));
}

#[test]
fn only_themes_that_paint_touch_the_terminals_background() {
    let painted: Vec<String> = themes().filter(|theme| theme.ground() != Style::new()).map(|theme| theme.name).collect();
    assert_eq!(painted, ["sepia", "contrast-dark", "contrast-light"]);
}

#[test]
fn the_roles_of_a_run_are_laid_over_one_another() {
    let theme = read("[roles]\nbody = \"#102030\"\nemphasis = { italic = true }\nhit = { bg = \"#ffff00\", italic = false }").value;
    let style = theme.style(Roles::only(Role::Body).with(Role::Emphasis));
    assert_eq!((style.fg, style.add_modifier), (Some(Color::Rgb(0x10, 0x20, 0x30)), Modifier::ITALIC));
    let style = theme.style(Roles::only(Role::Body).with(Role::Emphasis).with(Role::Hit));
    assert_eq!((style.fg, style.bg), (Some(Color::Rgb(0x10, 0x20, 0x30)), Some(Color::Rgb(255, 255, 0))));
    assert!(!style.add_modifier.contains(Modifier::ITALIC));
    assert_eq!(theme.style(Roles::NONE), Style::new());
}

fn read(toml: &str) -> Read<Theme> {
    Theme::parse("mine", toml, &|_| None).expect("a theme")
}

#[test]
fn a_theme_takes_from_another_what_it_does_not_say_and_repaints_it_with_its_own_palette() {
    let theme = read("inherits = \"ink\"\n[palette]\ngold = \"#00ff00\"\n[roles]\nlink = \"red\"").value;
    assert_eq!(theme.style(Role::Noteref.into()).fg, Some(Color::Rgb(0, 255, 0)));
    assert_eq!(theme.style(Role::Link.into()), Style::new().fg(Color::Red));
    assert_eq!(theme.background, Background::Dark);
    // One that names no other stands on shape and weight.
    assert!(read("").value.style(Role::Hit.into()).add_modifier.contains(Modifier::REVERSED));
}

#[test]
fn a_file_may_refine_the_bundled_theme_whose_name_it_has() {
    let files = |name: &str| match name {
        "warm" => Some("inherits = \"ink\"\n[roles]\nmark = \"blue\"".to_owned()),
        _ => None,
    };
    let theme = Theme::parse("ink", "inherits = \"warm\"\n[roles]\nlink = \"red\"", &files).expect("a theme").value;
    assert_eq!(theme.style(Role::Link.into()).fg, Some(Color::Red));
    assert_eq!(theme.style(Role::Mark.into()).fg, Some(Color::Blue));
    assert_eq!(theme.style(Role::Code.into()), Theme::bundled("ink").expect("ink").style(Role::Code.into()));
}

#[test]
fn what_is_wrong_in_a_theme_is_said_and_the_rest_is_used() {
    let read = read(
        "inherits = \"ink\"\nbackgruond = \"dark\"\n\n[palette]\ngold = \"#d9b26\"\n\n[roles]\nemphasys = { italic = true }\nlink = { fg = \"skye\", underlined = true }\nmark = { bold = \"yes\" }\nhit = 7\n",
    );
    let said: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    let gold = "theme mine: «#d9b26» is no colour\n  line 5 · write it as #2a5db0, or name one of the palette";
    let expected = [
        "theme mine: no key is called «backgruond»\n  line 2 · did you mean «background»?",
        gold,
        "theme mine: no role is called «emphasys»\n  line 8 · did you mean «emphasis»?",
        "theme mine: no attribute is called «underlined»\n  line 9 · did you mean «underline»?",
        "theme mine: «skye» is no colour\n  line 9 · did you mean «sky»?",
        "theme mine: «bold» is either true or false\n  line 10",
        "theme mine: «hit» must be a table\n  line 11",
    ];
    assert_eq!(said, expected);
    assert_eq!(read.value.style(Role::Strong.into()).add_modifier, Modifier::BOLD);
}

#[test]
fn a_theme_that_cannot_be_read_says_where() {
    let check = |toml: &str, expected: &str| {
        let files = |name: &str| match name {
            "evening" => Some("inherits = \"dusk\"".to_owned()),
            "dusk" => Some("\ninherits = \"evening\"".to_owned()),
            _ => None,
        };
        assert_eq!(Theme::parse("mine", toml, &files).expect_err(toml).to_string(), expected);
    };
    check(
        "[roles]\nlink = { fg = \"red\"\nmark = 1",
        "theme mine: it cannot be read: missing comma between key-value pairs, expected `,`\n  line 3",
    );
    check("inherits = \"papre\"", "theme mine: it inherits «papre», which is not there\n  line 1 · did you mean «paper»?");
    check(
        "\ninherits = \"midnight\"",
        "theme mine: it inherits «midnight», which is not there\n  line 2 · bundled are ink, paper, sepia, contrast-dark, contrast-light, none",
    );
    check(
        "inherits = \"mine\"",
        "theme mine: themes inherit in a circle: «mine» from «mine»\n  line 1 · let one of them inherit a bundled theme",
    );
    check(
        "inherits = \"evening\"",
        "theme dusk: themes inherit in a circle: «mine» from «evening» from «dusk» from «evening»\n  line 2 · let one of them inherit a bundled theme",
    );
}

#[test]
fn the_theme_to_begin_with_suits_the_terminal() {
    let check = |wanted, background, depth, expected| assert_eq!(choose(wanted, background, depth), expected);
    check(None, None, Depth::True, "ink");
    check(None, Some(Background::Light), Depth::Sixteen, "paper");
    check(None, Some(Background::Dark), Depth::TwoFiftySix, "ink");
    check(None, Some(Background::Light), Depth::None, "none");
    check(Some("sepia"), Some(Background::Dark), Depth::None, "sepia");
    check(Some("purple"), Some(Background::Light), Depth::True, "paper");
}

#[test]
fn the_environment_tells_how_many_colours_there_are() {
    let check = |no_color, colorterm, term, expected| assert_eq!(depth_of(no_color, colorterm, term), expected, "{colorterm:?} {term:?}");
    check(true, Some("truecolor"), Some("xterm-256color"), Depth::None);
    check(false, Some("truecolor"), Some("xterm-256color"), Depth::True);
    check(false, Some("24bit"), Some("screen"), Depth::True);
    check(false, None, Some("xterm-kitty"), Depth::True);
    check(false, None, Some("foot"), Depth::True);
    check(false, None, Some("xterm-direct"), Depth::True);
    check(false, None, Some("tmux-256color"), Depth::TwoFiftySix);
    check(false, Some(""), Some("xterm"), Depth::Sixteen);
    check(false, None, Some("linux"), Depth::Sixteen);
    check(false, None, None, Depth::Sixteen);
    check(false, None, Some("dumb"), Depth::None);
    check(false, Some("truecolor"), Some("xterm-mono"), Depth::None);
}
