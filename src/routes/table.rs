//! The table itself: a file per area of the features.

mod conduct;
mod deposit;
mod edition;
mod house;
mod lists;
mod people;
mod registration;
mod sale;
mod settlement;

use super::{Access, Route, documents};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::http::{Input, Method, Reply};
use crate::kernel::actor::Role;

type Handler<I, O> = fn(&mut Ctx<'_>, I) -> Result<O>;

fn public<I: Input + 'static, O: Reply + 'static>(
    method: Method,
    path: &'static str,
    run: Handler<I, O>,
) -> Route {
    Route::new(method, path, Access::Public, run)
}

fn get<I: Input + 'static, O: Reply + 'static>(path: &'static str, least: Role, run: Handler<I, O>) -> Route {
    Route::new(Method::Get, path, Access::Least(least), run)
}

fn post<I: Input + 'static, O: Reply + 'static>(
    path: &'static str,
    least: Role,
    run: Handler<I, O>,
) -> Route {
    Route::new(Method::Post, path, Access::Least(least), run)
}

fn patch<I: Input + 'static, O: Reply + 'static>(
    path: &'static str,
    least: Role,
    run: Handler<I, O>,
) -> Route {
    Route::new(Method::Patch, path, Access::Least(least), run)
}

fn put<I: Input + 'static, O: Reply + 'static>(path: &'static str, least: Role, run: Handler<I, O>) -> Route {
    Route::new(Method::Put, path, Access::Least(least), run)
}

fn delete<I: Input + 'static, O: Reply + 'static>(
    path: &'static str,
    least: Role,
    run: Handler<I, O>,
) -> Route {
    Route::new(Method::Delete, path, Access::Least(least), run)
}

pub(super) fn all() -> Vec<Route> {
    [
        people::routes(),
        edition::routes(),
        registration::routes(),
        lists::routes(),
        deposit::routes(),
        sale::tills(),
        sale::tickets(),
        settlement::routes(),
        conduct::routes(),
        house::routes(),
        about_the_api(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn about_the_api() -> Vec<Route> {
    use Method::Get;
    vec![
        Route::bare(Get, "/openapi.json", documents::openapi),
        Route::bare(Get, "/api/openapi.json", documents::openapi),
        Route::bare(Get, "/docs", documents::docs),
        Route::bare(Get, "/api/docs", documents::docs),
    ]
}
