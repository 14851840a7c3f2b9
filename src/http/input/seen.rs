//! What a request says as a person sees it: unseen characters are dropped before anything is compared or kept.

use std::borrow::Cow;

use serde_json::Value;

use crate::kernel::text::as_seen;

/// Members that are secrets: they are compared as they were typed.
const SECRETS: [&str; 3] = ["password", "current", "new"];

/// The body with its texts as they are seen; `None` when they are that already, or when it is no JSON.
pub(super) fn json(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    if matches!(as_seen(text), Cow::Borrowed(_)) && !text.contains("\\u") {
        return None;
    }
    let mut value = serde_json::from_str(text).ok()?;
    clean(&mut value);
    Some(value)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(seen) = as_seen(text) {
                *text = seen;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(members) => {
            let open = members.iter_mut().filter(|(name, _)| !SECRETS.contains(&name.as_str()));
            open.for_each(|(_, member)| clean(member));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The query string with its values as they are seen.
pub(super) fn query(query: &str) -> Cow<'_, str> {
    // An unseen character reaches an address as percent signs only.
    let Some(pairs) = Some(query)
        .filter(|query| query.contains('%'))
        .and_then(|query| serde_urlencoded::from_str::<Vec<(String, String)>>(query).ok())
    else {
        return Cow::Borrowed(query);
    };
    let seen: Vec<(String, Cow<'_, str>)> =
        pairs.iter().map(|(name, value)| (name.clone(), as_seen(value))).collect();
    serde_urlencoded::to_string(seen).map_or(Cow::Borrowed(query), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_stay_as_they_were_typed() {
        let body = "{\"email\":\"\u{202a}a@b.fr\u{202c}\",\"password\":\"cle\u{301}\u{200b}\"}";
        let value = json(body.as_bytes()).unwrap();
        assert_eq!(
            (value["email"].as_str(), value["password"].as_str()),
            (Some("a@b.fr"), Some("cle\u{301}\u{200b}"))
        );
    }

    #[test]
    fn what_is_clean_or_unreadable_is_left_alone() {
        for body in ["{\"name\":\"Zoé\"}", "{", "\u{200b}"] {
            assert_eq!(json(body.as_bytes()), None, "{body:?}");
        }
        assert_eq!(query("q=martin&page=2"), "q=martin&page=2");
        assert_eq!(query("q=mar%E2%80%8Btin+e"), "q=martin+e");
    }
}
