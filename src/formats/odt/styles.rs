//! What styles make of paragraphs and words.

use std::collections::HashMap;

use crate::{
    document::Kind,
    formats::xml::tree::{NodeRef, Tree},
    role::Role,
};

/// Styles by family and name, and what lists put before their items.
#[derive(Default)]
pub(super) struct Styles<'t> {
    by_name: HashMap<(&'t str, &'t str), NodeRef<'t>>,
    pub(super) lists: HashMap<&'t str, NodeRef<'t>>,
    pub(super) language: Option<String>,
}

impl<'t> Styles<'t> {
    pub(super) fn of(trees: &[&'t Tree<'t>]) -> Self {
        let mut found = Self::default();
        for node in trees.iter().flat_map(|tree| tree.document().descendants()) {
            match (node.name(), node.attribute("name")) {
                ("style", Some(name)) => {
                    found.by_name.entry((node.attribute("family").unwrap_or_default(), name)).or_insert(node);
                }
                ("list-style", Some(name)) => {
                    found.lists.entry(name).or_insert(node);
                }
                ("default-style", _) if node.says("family", &["paragraph"]) && found.language.is_none() => {
                    let properties = node.child("text-properties");
                    let part = |name: &str| properties.and_then(|node| node.attribute(name)).filter(|part| *part != "none");
                    found.language = part("language").map(|language| match part("country") {
                        Some(country) => format!("{language}-{country}"),
                        None => language.to_owned(),
                    });
                }
                _ => {}
            }
        }
        found
    }

    /// A style and those it is made from, from the nearest on.
    pub(super) fn chain(&self, family: &'static str, name: &'t str) -> impl Iterator<Item = (&'t str, Option<NodeRef<'t>>)> {
        let mut next = Some(name);
        // A chain may be a ring.
        (0..16).map_while(move |_| {
            let name = next?;
            let style = self.by_name.get(&(family, name)).copied();
            next = style.and_then(|style| style.attribute("parent-style-name"));
            Some((name, style))
        })
    }

    /// What a style makes of words.
    pub(super) fn roles(&self, name: &'t str) -> Vec<Role> {
        let chain: Vec<_> = self.chain("text", name).collect();
        let property = |property: &str| {
            chain
                .iter()
                .filter_map(|(_, style)| style.as_ref()?.child("text-properties"))
                .find_map(|properties| properties.attribute(property))
        };
        let mut roles = Vec::new();
        let mut add = |applies: bool, role: Role| {
            if applies && !roles.contains(&role) {
                roles.push(role);
            }
        };
        add(property("font-style").is_some_and(|style| style != "normal"), Role::Emphasis);
        let weight = property("font-weight");
        add(weight.is_some_and(|weight| weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)), Role::Strong);
        add(property("font-variant") == Some("small-caps"), Role::SmallCaps);
        add(property("text-underline-style").is_some_and(|style| style != "none"), Role::Underline);
        add(
            ["text-line-through-style", "text-line-through-type"].iter().any(|name| property(name).is_some_and(|style| style != "none")),
            Role::Strike,
        );
        match property("text-position").and_then(|position| position.split(' ').next()) {
            Some("sub") => add(true, Role::Subscript),
            Some("super") => add(true, Role::Superscript),
            Some(raised) if raised.starts_with('-') => add(true, Role::Subscript),
            Some(raised) if !raised.starts_with('0') => add(true, Role::Superscript),
            _ => {}
        }
        // Writers leave out the definitions of the styles that every program has.
        for (name, style) in &chain {
            match *name {
                "Emphasis" if style.is_none() => add(true, Role::Emphasis),
                "Strong_20_Emphasis" if style.is_none() => add(true, Role::Strong),
                "Source_20_Text" | "Source_Text" => add(true, Role::Code),
                _ => {}
            }
        }
        roles
    }

    /// What a paragraph's own style, and not one of those that every program has, makes of its words.
    pub(super) fn dress(&self, name: &'t str) -> Vec<Role> {
        let chain: Vec<_> = self.chain("paragraph", name).filter_map(|(_, style)| style?.child("text-properties")).collect();
        let property = |property: &str| chain.iter().find_map(|properties| properties.attribute(property));
        let is_slanted = property("font-style").is_some_and(|style| style != "normal");
        let has_small_caps = property("font-variant") == Some("small-caps");
        let roles = [(is_slanted, Role::Emphasis), (has_small_caps, Role::SmallCaps)];
        roles.into_iter().filter(|(applies, _)| *applies).map(|(_, role)| role).collect()
    }

    /// What a paragraph is, by the names of its styles.
    pub(super) fn paragraph(&self, name: &'t str) -> (Kind, bool) {
        for (name, _) in self.chain("paragraph", name) {
            match name {
                "Title" => return (Kind::Title, false),
                "Subtitle" | "Author" | "Date" => return (Kind::Byline, false),
                "Horizontal_20_Line" => return (Kind::Rule, false),
                "Preformatted_20_Text" => return (Kind::Code, false),
                "Caption" | "Figure" | "Table" | "Illustration" | "FigureCaption" | "TableCaption" => return (Kind::Caption, false),
                "Quotations" | "Quote" | "Block_20_Text" => return (Kind::Paragraph, true),
                _ => {}
            }
        }
        (Kind::Paragraph, false)
    }
}
