//! Ears: the page as the browser tells it to assistive technology, from Chromium's accessibility tree.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Visitor;

/// One thing as it is told. What isn't told is left out; its children stand in its place.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub role: String,
    pub name: String,
    pub description: String,
    states: HashMap<String, String>,
    /// Of its element: the tree as the developer tools give it has no word for a row's number or a column's order.
    attributes: HashMap<String, String>,
    children: Vec<Told>,
}

impl Told {
    /// Everything of this role below, in the order of reading.
    pub fn all(&self, role: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        self.gather(&mut |one| one.role == role, &mut found);
        found
    }

    /// The first of this role and name below.
    pub fn find(&self, role: &str, name: &str) -> Option<&Self> {
        self.all(role).into_iter().find(|one| one.name == name)
    }

    /// The one of this role and name below; tells what there is of the role where it is missing.
    pub fn the(&self, role: &str, name: &str) -> Result<&Self> {
        let Some(found) = self.find(role, name) else {
            bail!("no {role} “{name}” is told, but: {:#?}", self.names(role));
        };
        Ok(found)
    }

    /// The names of everything of this role below.
    pub fn names(&self, role: &str) -> Vec<&str> {
        self.all(role).into_iter().map(|one| one.name.as_str()).collect()
    }

    /// A state such as `expanded`, as text.
    pub fn state(&self, name: &str) -> Option<&str> {
        self.states.get(name).map(String::as_str)
    }

    /// An attribute of the element behind it.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Everything that is read below, joined by spaces.
    pub fn text(&self) -> String {
        let texts: Vec<_> = self.all("StaticText").into_iter().map(|one| one.name.trim()).collect();
        texts.join(" ")
    }

    /// Roles and names, a line each, for a test that fails.
    pub fn outline(&self) -> String {
        fn write(one: &Told, depth: usize, out: &mut String) {
            out.push_str(&format!("{}{} “{}”\n", "  ".repeat(depth), one.role, one.name));
            for child in &one.children {
                write(child, depth + 1, out);
            }
        }
        let mut out = String::new();
        write(self, 0, &mut out);
        out
    }

    fn gather<'a>(&'a self, fits: &mut impl FnMut(&Self) -> bool, found: &mut Vec<&'a Self>) {
        for child in &self.children {
            if fits(child) {
                found.push(child);
            }
            child.gather(fits, found);
        }
    }
}

impl Visitor {
    /// The whole page as it is told now.
    pub async fn told(&self) -> Result<Told> {
        let document = self
            .devtools("DOM.getDocument", json!({ "depth": -1, "pierce": true }))
            .await?;
        let mut attributes = HashMap::new();
        read_attributes(&document["root"], &mut attributes);
        self.devtools("Accessibility.enable", json!({})).await?;
        let tree = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes = tree["nodes"].as_array().context("no accessibility tree")?;
        let by_id: HashMap<&str, &Value> = nodes
            .iter()
            .filter_map(|node| Some((node["nodeId"].as_str()?, node)))
            .collect();
        let root = nodes.first().context("an empty accessibility tree")?;
        Ok(Told {
            role: "page".to_owned(),
            children: read_nodes(root, &by_id, &attributes),
            ..Told::default()
        })
    }
}

type Attributes = HashMap<u64, HashMap<String, String>>;

fn read_attributes(node: &Value, found: &mut Attributes) {
    let listed = node["attributes"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some(id) = node["backendNodeId"].as_u64() {
        let pairs = listed.chunks(2).filter_map(|pair| match pair {
            [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        });
        found.insert(id, pairs.collect());
    }
    for children in ["children", "shadowRoots"] {
        for child in node[children].as_array().into_iter().flatten() {
            read_attributes(child, found);
        }
    }
}

/// A node with everything below it; for one that isn't told, only what is below.
fn read_nodes(node: &Value, by_id: &HashMap<&str, &Value>, attributes: &Attributes) -> Vec<Told> {
    let text = |value: &Value| match &value["value"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let ids = node["childIds"].as_array().into_iter().flatten();
    let children: Vec<Told> = ids
        .filter_map(|id| by_id.get(id.as_str()?))
        .flat_map(|child| read_nodes(child, by_id, attributes))
        .collect();
    let role = text(&node["role"]);
    if node["ignored"] == json!(true) || role == "none" || role == "InlineTextBox" {
        return children;
    }
    let properties = node["properties"].as_array().into_iter().flatten();
    let own = node["backendDOMNodeId"].as_u64().and_then(|id| attributes.get(&id));
    vec![Told {
        role,
        name: text(&node["name"]),
        description: text(&node["description"]),
        states: properties
            .filter_map(|one| Some((one["name"].as_str()?.to_owned(), text(&one["value"]))))
            .collect(),
        attributes: own.cloned().unwrap_or_default(),
        children,
    }]
}
