//! Colours as numbers: contrast as WCAG counts it, nearness as the eye sees it, and the palettes of terminals.

use std::sync::LazyLock;

use ratatui::style::Color;

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

/// A colour in Oklab (Björn Ottosson, 2020), in which distances are much as the eye sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lab {
    pub(super) lightness: f32,
    a: f32,
    b: f32,
}

impl Rgb {
    /// The colour that `#rrggbb` or `#rgb` writes.
    pub(super) fn parse(hex: &str) -> Option<Self> {
        let digits: Vec<u8> = hex
            .strip_prefix('#')?
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Self(r * 17, g * 17, b * 17)),
            [r1, r0, g1, g0, b1, b0] => Some(Self(r1 * 16 + r0, g1 * 16 + g0, b1 * 16 + b0)),
            _ => None,
        }
    }

    /// What a terminal shows for a colour that does not depend on its user's palette.
    pub(super) fn of(colour: Color) -> Option<Self> {
        match colour {
            Color::Rgb(r, g, b) => Some(Self(r, g, b)),
            Color::Indexed(index) => fixed(index),
            _ => None,
        }
    }

    fn linear(self) -> [f32; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let channel = f32::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Relative luminance (WCAG 2.2), from 0 to 1.
    fn luminance(self) -> f32 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast of two colours (WCAG 2.2), from 1 to 21; 4.5 is what text needs.
    #[cfg(test)]
    pub(super) fn contrast(self, other: Self) -> f32 {
        contrast(self.luminance(), other.luminance())
    }

    pub(super) fn lab(self) -> Lab {
        let [r, g, b] = self.linear();
        let long = (0.412_221_47 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let middle = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let short = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        Lab {
            lightness: 0.210_454_26 * long + 0.793_617_8 * middle - 0.004_072_047 * short,
            a: 1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short,
            b: 0.025_904_037 * long + 0.782_771_77 * middle - 0.808_675_77 * short,
        }
    }

    /// The nearest of the 240 colours that all terminals with 256 show alike, of those with a contrast of `least` to `ground`
    /// if there is one.
    pub(super) fn nearest_fixed(self, ground: Option<Self>, least: f32) -> u8 {
        // Roots and powers are taken once for each of the 240, not for every colour of a theme: that took longer than all else
        // that a first screen needs.
        static FIXED: LazyLock<Vec<(u8, Lab, f32)>> =
            LazyLock::new(|| (16..=u8::MAX).filter_map(|index| fixed(index).map(|rgb| (index, rgb.lab(), rgb.luminance()))).collect());
        let lab = self.lab();
        let behind = ground.map(Self::luminance);
        let readable = |luminance: f32| behind.is_none_or(|behind| contrast(luminance, behind) >= least);
        let distances = FIXED.iter().map(|(index, fixed, luminance)| {
            let distance = fixed.distance(lab);
            (*index, if readable(*luminance) { distance } else { 10.0 + distance })
        });
        distances.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(16, |(index, _)| index)
    }
}

/// The contrast of two luminances.
fn contrast(a: f32, b: f32) -> f32 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl Lab {
    fn distance(self, other: Self) -> f32 {
        (self.lightness - other.lightness).hypot(self.a - other.a).hypot(self.b - other.b)
    }

    /// How colourful it is: below 0.04 one would call it a grey, a cream or a slate.
    pub(super) fn chroma(self) -> f32 {
        self.a.hypot(self.b)
    }

    /// Its hue in degrees: red is at 29, yellow at 110, green at 142, blue at 264.
    pub(super) fn hue(self) -> f32 {
        self.b.atan2(self.a).to_degrees().rem_euclid(360.0)
    }
}

/// The colour of an index from 16 up: a cube of six levels, then 24 greys, the same on all terminals that have them.
fn fixed(index: u8) -> Option<Rgb> {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..16 => None,
        16..232 => {
            let cube = index - 16;
            Some(Rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6)))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            Some(Rgb(grey, grey, grey))
        }
    }
}

/// The terminal's own sixteen, whose shades its user has chosen, and `default`.
pub(super) const TERMINAL: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_measured() {
        assert_eq!(Rgb::parse("#2a5db0"), Some(Rgb(0x2a, 0x5d, 0xb0)));
        assert_eq!(Rgb::parse("#fa0"), Some(Rgb(255, 170, 0)));
        for wrong in ["2a5db0", "#2a5d", "#ggg", "", "#é0"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        // The grey that WCAG's own technique G18 gives as just enough on white.
        assert!((Rgb(0x76, 0x76, 0x76).contrast(white) - 4.54).abs() < 0.01);
        assert!((white.lab().lightness - 1.0).abs() < 0.001 && white.lab().chroma() < 0.001);
        let hue = |hex: &str| Rgb::parse(hex).map(|rgb| rgb.lab().hue().round());
        assert_eq!([hue("#f00"), hue("#ff0"), hue("#0f0"), hue("#00f")], [Some(29.0), Some(110.0), Some(142.0), Some(264.0)]);
    }

    #[test]
    fn the_nearest_of_256_is_the_colour_itself_where_it_is_there() {
        assert_eq!(Rgb(0xd7, 0x87, 0x5f).nearest_fixed(None, 0.0), 173);
        assert_eq!(Rgb(8, 8, 8).nearest_fixed(None, 0.0), 232);
        assert_eq!(Rgb::of(Color::Indexed(173)), Some(Rgb(0xd7, 0x87, 0x5f)));
        // Just too faint on white: a darker one is taken.
        let faint = Rgb(0x76, 0x76, 0x76);
        let white = Rgb(255, 255, 255);
        let taken = Rgb::of(Color::Indexed(faint.nearest_fixed(Some(white), 4.5)));
        assert!(taken.is_some_and(|taken| taken.contrast(white) >= 4.5));
    }
}
