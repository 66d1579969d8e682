//! Brings a theme's colours down to what a terminal can show.

use ratatui::style::{Color, Modifier, Style};

use super::{Background, Depth, Ground, Theme, colour::Rgb};
use crate::role::Role;

/// The contrast that text needs (WCAG 2.2, 1.4.3).
const READABLE: f32 = 4.5;

/// Below it the eye takes a colour for a grey, a cream or a slate (chroma in Oklab).
const GREY: f32 = 0.045;

/// What covers an area rather than marks words in it: with sixteen colours its border has to tell it.
const AREAS: &[Role] = &[Role::Overlay];

/// The theme at this depth. See [`Theme::at_depth`].
pub(super) fn at_depth(theme: &Theme, depth: Depth) -> Theme {
    let mut brought = theme.clone();
    match depth {
        Depth::True => {}
        Depth::TwoFiftySix => {
            brought.ground = fixed_ground(&theme.ground);
            let behind = brought.ground.paper.and_then(Rgb::of);
            for style in &mut brought.styles {
                *style = fixed_style(*style, behind);
            }
        }
        Depth::Sixteen => {
            let is_light = theme.background == Background::Light;
            brought.ground = sixteen_ground(&theme.ground, is_light);
            let text = brought.ground.painted.then_some(brought.ground.text).flatten();
            for (role, style) in Role::ALL.iter().zip(&mut brought.styles) {
                *style = sixteen_style(*style, is_light, text, AREAS.contains(role));
            }
        }
        Depth::None => {
            let plain = Theme::bundled(super::read::BASE);
            brought.ground = Ground::default();
            for (index, style) in brought.styles.iter_mut().enumerate() {
                if style.fg.is_some() || style.bg.is_some() {
                    // Colour was part of what told it: the shape that the theme without colours has for it takes over.
                    *style = plain.as_ref().map_or(Style::new(), |plain| plain.styles[index]);
                }
            }
        }
    }
    brought
}

fn fixed_ground(ground: &Ground) -> Ground {
    // A ground that is not painted is only assumed, and stays what it is.
    if !ground.painted {
        return ground.clone();
    }
    let paper = ground.paper.map(|paper| fixed(paper, None));
    let text = ground.text.map(|text| fixed(text, paper.and_then(Rgb::of)));
    Ground { paper, text, painted: true }
}

fn fixed_style(style: Style, ground: Option<Rgb>) -> Style {
    let bg = style.bg.map(|bg| fixed(bg, None));
    let behind = bg.and_then(Rgb::of).or(ground);
    Style { fg: style.fg.map(|fg| fixed(fg, behind)), bg, ..style }
}

/// The nearest colour that can be read on what is behind it.
fn fixed(colour: Color, behind: Option<Rgb>) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    Color::Indexed(Rgb(r, g, b).nearest_fixed(behind, READABLE))
}

fn sixteen_ground(ground: &Ground, is_light: bool) -> Ground {
    if !ground.painted {
        return Ground::default();
    }
    let (paper, text) = if is_light { (Color::White, Color::Black) } else { (Color::Black, Color::White) };
    Ground { paper: Some(paper), text: Some(text), painted: true }
}

/// Of sixteen colours, whose shades are the user's, only the hue can be relied on.
fn sixteen_style(style: Style, is_light: bool, text: Option<Color>, is_area: bool) -> Style {
    let mut brought = Style { fg: None, bg: None, ..style };
    match style.bg.map(|bg| (bg, Rgb::of(bg))) {
        // The terminal's own colours were chosen by whoever wrote the theme.
        Some((bg, None)) => brought.bg = Some(bg),
        Some((_, Some(rgb))) if rgb.lab().chroma() >= GREY => {
            let (bg, fg) = ground_of_hue(rgb.lab().hue());
            (brought.bg, brought.fg) = (Some(bg), Some(fg));
            return brought;
        }
        Some(_) if is_area => brought.fg = text,
        Some(_) => {
            brought.add_modifier |= Modifier::REVERSED;
            return brought;
        }
        None => {}
    }
    match style.fg.map(|fg| (fg, Rgb::of(fg))) {
        Some((fg, None)) => brought.fg = Some(fg),
        Some((_, Some(rgb))) if rgb.lab().chroma() >= GREY => brought.fg = Some(text_of_hue(rgb.lab().hue(), is_light)),
        Some((_, Some(rgb))) => {
            // A grey between ground and text. "Bright black" is invisible in some palettes (Solarized has its ground there),
            // dimmed text is not.
            let lightness = rgb.lab().lightness;
            if if is_light { lightness > 0.4 } else { lightness < 0.78 } {
                brought.add_modifier |= Modifier::DIM;
            }
            brought.fg = text;
        }
        None => {}
    }
    brought
}

/// A colour of text. Of the sixteen, yellow and cyan are too pale on a light ground; plain red and blue too dark on a dark one.
fn text_of_hue(hue: f32, is_light: bool) -> Color {
    match (hue, is_light) {
        (0.0..60.0, true) => Color::Red,
        (60.0..110.0, true) => Color::Magenta,
        (110.0..190.0, true) => Color::Green,
        (190.0..285.0, true) => Color::Blue,
        (285.0..345.0, true) => Color::Magenta,
        (_, true) => Color::Red,
        (0.0..55.0, false) => Color::LightRed,
        (55.0..115.0, false) => Color::Yellow,
        (115.0..170.0, false) => Color::Green,
        (170.0..225.0, false) => Color::Cyan,
        (225.0..285.0, false) => Color::LightBlue,
        (285.0..345.0, false) => Color::Magenta,
        (_, false) => Color::LightRed,
    }
}

/// A colour behind text, and the text on it.
fn ground_of_hue(hue: f32) -> (Color, Color) {
    match hue {
        0.0..50.0 => (Color::Red, Color::White),
        50.0..115.0 => (Color::Yellow, Color::Black),
        115.0..170.0 => (Color::Green, Color::Black),
        170.0..225.0 => (Color::Cyan, Color::Black),
        225.0..290.0 => (Color::Blue, Color::White),
        290.0..345.0 => (Color::Magenta, Color::White),
        _ => (Color::Red, Color::White),
    }
}
