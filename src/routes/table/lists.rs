//! The catalogue, lists and articles.

use super::{Route, delete, get, patch, post, public};
use crate::features::lists::declared::api;
use crate::features::lists::printed::enclosure;
use crate::http::Method;
use crate::kernel::actor::Role::{Depositor, Manager, Volunteer};
use crate::kernel::actor::Scope::Till;

pub(super) fn routes() -> Vec<Route> {
    const FROZEN: &str = "409 edition_closed, list_validated, declaration_closed";
    const RULES: &str = "422 invalid, blacklist_suspected";
    vec![
        public(Method::Get, "/api/v1/catalogue", api::catalogue).may("404 not_found"),
        get("/api/v1/me/lists", Depositor, api::my_lists),
        get("/api/v1/editions/{id}/lists", Depositor, api::edition_lists),
        post("/api/v1/editions/{id}/lists", Depositor, api::create_list)
            .may("409 edition_closed, declaration_closed, list_limit"),
        get("/api/v1/lists/{id}", Depositor, api::list),
        delete("/api/v1/lists/{id}", Depositor, api::delete_list).may(FROZEN).may("409 list_not_empty"),
        post("/api/v1/lists/{id}/validate", Depositor, api::validate_list)
            .may(FROZEN)
            .may("422 invalid, list_empty"),
        post("/api/v1/lists/{id}/reopen", Manager, api::reopen_list)
            .may("409 edition_closed, list_not_validated, reopening_too_late, review_started; 422 invalid"),
        get("/api/v1/lists/{id}/sheet.pdf", Depositor, enclosure::list_sheet).may("409 list_not_validated"),
        post("/api/v1/lists/{id}/articles", Depositor, api::add_article)
            .may(FROZEN)
            .may(RULES)
            .may("409 article_id_used"),
        patch("/api/v1/articles/{id}", Depositor, api::change_article).may(FROZEN).may(RULES),
        delete("/api/v1/articles/{id}", Depositor, api::remove_article).may(FROZEN),
        post("/api/v1/articles/{id}/duplicate", Depositor, api::duplicate_article)
            .may(FROZEN)
            .may("422 invalid"),
        get("/api/v1/articles/{id}/history", Volunteer, api::article_history),
        get("/api/v1/editions/{id}/articles", Volunteer, api::edition_articles).admits(Till),
    ]
}
