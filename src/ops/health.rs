//! `bourse health`: is the program that serves ready?

use serde_json::Value;

use crate::doors::probe::{self, Listener};

/// Asks, and says it in French. False when it is not ready or does not answer.
pub fn run(listener: Listener<'_>) -> bool {
    match probe::ask(listener) {
        Ok(said) if said.status == 200 => {
            println!("Le programme est prêt.");
            true
        }
        Ok(said) => {
            let problem: Value = serde_json::from_str(&said.body).unwrap_or_default();
            let why = problem["detail"].as_str().unwrap_or("sans dire pourquoi.");
            eprintln!("Le programme n'est pas prêt ({}) : {why}", said.status);
            false
        }
        Err(error) => {
            eprintln!("Le programme ne répond pas ({error}). Est-il démarré, et à cette adresse ?");
            false
        }
    }
}
