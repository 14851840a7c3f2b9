//! `.env.example`: every key there is, and nothing that the program could not read.

use std::collections::BTreeSet;

/// The keys an administrator may set; a key that the program learns belongs here and into `.env.example`.
const KEYS: &str = "DATABASE_URL DATABASE_POOL_SIZE JWT_SECRET_KEY JWT_ALGORITHM ACCESS_TOKEN_EXPIRE_MINUTES \
    REFRESH_TOKEN_EXPIRE_DAYS OFFLINE_HMAC_SECRET JOURNAL_KEY SMTP_HOST SMTP_PORT SMTP_USER SMTP_PASSWORD SMTP_FROM_NAME \
    SMTP_FROM_EMAIL SMTP_REPLY_TO SMTP_MAX_PER_HOUR MAIL_TRANSPORT MAIL_PATH APP_ENV APP_DEBUG APP_URL CORS_ORIGINS \
    STORAGE_PATH ETIQUETTES_PATH BORDEREAUX_PATH LOGS_PATH BACKUP_PATH PUBLIC_PATH MAX_UPLOAD_SIZE_MB \
    RATE_LIMIT_PER_MINUTE BACKUP_KEEP_DAYS BACKUP_KEEP_MONTHS BACKUP_RECIPIENT ASSOCIATION_NAME CONTACT_EMAIL ASSOCIATION_ADDRESS HOST_NAME \
    TRUSTED_PROXIES MIGRATE_ON_START INSTALL_TOKEN LOGS_KEEP_DAYS LOGS_MAX_SIZE_MB METRICS_TOKEN WARM_PROCESSES \
    EXPORTS_KEEP_DAYS EXPORTS_MAX_SIZE_MB";

/// The example with every setting that is commented out put to use.
fn example() -> String {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.env.example")).unwrap();
    let is_setting = |line: &str| {
        let name = line.split('=').next().unwrap_or_default();
        line.contains('=') && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if is_setting(setting) => setting,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_names_every_key_once() {
    let pairs: Vec<_> = dotenvy::from_read_iter(example().as_bytes()).collect::<Result<_, _>>().unwrap();
    let named: BTreeSet<_> = pairs.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(named, KEYS.split_whitespace().collect());
    assert_eq!(named.len(), pairs.len(), "a key stands there twice");
}
