//! The doctor on a real host: what it finds is what a visitor would suffer from.

use serde_json::Value;

use super::Site;
use crate::support::apache::Host;

impl Site {
    /// Lets the program know the address under which this Apache serves it.
    pub(super) fn addressed(self) -> Self {
        let address = format!("APP_URL=http://127.0.0.1:{}", self.apache.port);
        self.home.edit("bourse/.env", "APP_URL=http://localhost", &address);
        self
    }

    /// What `bourse doctor --json` finds: level and message of a check.
    fn doctor(&self, check: &str) -> (String, String) {
        let output = self.home.command(&["doctor", "--json"]).output().expect("the program starts");
        let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let findings = told["findings"].as_array().expect("findings");
        let finding = findings.iter().find(|finding| finding["check"] == check);
        let finding = finding.unwrap_or_else(|| panic!("{check}: {told}"));
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        (text("level"), text("message"))
    }
}

#[test]
fn a_good_host_gets_figures_of_both_doors_and_nothing_to_mend() {
    let site = Site::on(Host::default()).addressed();
    let (level, message) = site.doctor("front_door");
    // One second's wait of mod_fcgid is a warning: how many processes run is Apache's affair.
    assert!(level != "failure" && message.contains("FastCGI") && message.contains("CGI :"), "{message}");
    for check in ["authorization", "upload", "clock", "https", "env_file", "database", "migrations"] {
        assert_eq!(site.doctor(check).0, "fine", "{check}: {:?}", site.doctor(check));
    }
}

#[test]
fn what_the_administrator_broke_is_named() {
    let site = Site::on(Host::default()).addressed();
    let api = "public_html/api/.htaccess";
    let rule = "E=HTTP_AUTHORIZATION:%{HTTP:Authorization}";
    site.home.edit(api, rule, "E=SOMETHING_ELSE:1");
    assert_eq!(site.doctor("authorization").0, "failure");
    site.home.edit(api, "E=SOMETHING_ELSE:1", rule);
    assert_eq!(site.doctor("authorization").0, "fine");

    site.home.edit(api, "<IfModule mod_rewrite.c>", "LimitRequestBody 102400\n<IfModule mod_rewrite.c>");
    assert_eq!(site.doctor("upload").0, "failure");
    site.home.edit(api, "LimitRequestBody 102400\n", "");

    std::fs::remove_file(site.home.join("public_html/api/bourse.cgi")).expect("it was there");
    let (level, message) = site.doctor("front_door");
    assert!(level == "failure" && message.contains("404"), "{message}");
    std::fs::remove_file(site.home.join("public_html/api/bourse.fcgi")).expect("it was there");
    assert_eq!(site.doctor("front_door").0, "failure");
}
