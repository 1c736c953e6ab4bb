//! What stands in the items of the demo data, before encryption.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::names;
use super::plan::{ClientPlan, Language};
use super::random::Random;
use super::structure::Topic;

/// One item in the clear.
pub(super) struct Content {
    /// 1 login, 2 secure note, 3 card, 4 identity, 5 SSH key.
    pub kind: i64,
    pub topic: Topic,
    pub name: String,
    pub notes: Option<String>,
    /// Encrypted properties of the typed part, by their names on the wire.
    pub part: Vec<(&'static str, Option<String>)>,
    pub uris: Vec<String>,
    /// Type (0 text, 1 hidden, 2 boolean), name, value.
    pub fields: Vec<(i64, &'static str, String)>,
    /// Earlier passwords.
    pub history: Vec<String>,
}

impl Content {
    fn new(kind: i64, topic: Topic, name: String) -> Self {
        Self {
            kind,
            topic,
            name,
            notes: None,
            part: Vec::new(),
            uris: Vec::new(),
            fields: Vec::new(),
            history: Vec::new(),
        }
    }
}

const SERVICES: &[(Topic, &str, &str)] = &[
    (Topic::General, "Microsoft 365", "https://login.microsoftonline.com"),
    (
        Topic::Servers,
        "Microsoft 365 admin center",
        "https://admin.microsoft.com",
    ),
    (Topic::Servers, "Azure portal", "https://portal.azure.com"),
    (
        Topic::Servers,
        "AWS root account",
        "https://signin.aws.amazon.com/console",
    ),
    (Topic::Servers, "GitHub organization", "https://github.com/login"),
    (Topic::Servers, "GitLab", "https://gitlab.com/users/sign_in"),
    (Topic::Servers, "Cloudflare", "https://dash.cloudflare.com/login"),
    (Topic::Suppliers, "Loopia", "https://customerzone.loopia.se"),
    (Topic::Suppliers, "Dustin", "https://www.dustin.se/login"),
    (Topic::Suppliers, "Adobe licences", "https://adminconsole.adobe.com"),
    (Topic::Suppliers, "Telia företag", "https://mittforetag.telia.se"),
    (Topic::Suppliers, "PostNord portal", "https://portal.postnord.com"),
    (Topic::Suppliers, "DHL Express", "https://mydhl.express.dhl"),
    (Topic::Suppliers, "Ahlsell", "https://www.ahlsell.se/logga-in"),
    (Topic::Finance, "Fortnox", "https://apps.fortnox.se"),
    (Topic::Finance, "Visma Spcs", "https://connect.visma.com"),
    (Topic::Finance, "Skatteverket", "https://www.skatteverket.se"),
    (Topic::Finance, "Bankgirot", "https://www.bankgirot.se"),
    (Topic::Finance, "Stripe", "https://dashboard.stripe.com/login"),
    (Topic::Finance, "Xero", "https://login.xero.com"),
    (Topic::Finance, "DATEV", "https://www.datev.de"),
    (Topic::Finance, "Klarna merchant", "https://portal.klarna.com"),
    (
        Topic::Marketing,
        "LinkedIn company page",
        "https://www.linkedin.com/login",
    ),
    (
        Topic::Marketing,
        "Instagram",
        "https://www.instagram.com/accounts/login/",
    ),
    (Topic::Marketing, "Mailchimp", "https://login.mailchimp.com"),
    (Topic::Marketing, "WordPress admin", "https://www.{domain}/wp-login.php"),
    (Topic::Marketing, "Google Ads", "https://ads.google.com"),
    (Topic::Marketing, "Canva", "https://www.canva.com/login"),
    (Topic::Marketing, "Figma", "https://www.figma.com/login"),
    (Topic::People, "Workday", "https://www.workday.com"),
    (Topic::People, "Teamtailor", "https://app.teamtailor.com/login"),
    (
        Topic::People,
        "Försäkringskassan arbetsgivare",
        "https://www.forsakringskassan.se",
    ),
    (Topic::Office, "Printer on 2nd floor", "http://10.20.1.50"),
    (Topic::Office, "Alarm panel", "https://alarm.{domain}"),
    (Topic::Office, "Conference booking", "https://rooms.{domain}"),
    (Topic::Network, "FortiGate", "https://fw01.{domain}:8443"),
    (Topic::Network, "UniFi controller", "https://unifi.{domain}:8443"),
    (Topic::Network, "Broadband router", "http://192.168.1.1"),
    (Topic::General, "Zoom", "https://zoom.us/signin"),
    (Topic::General, "Slack", "https://slack.com/signin"),
    (Topic::General, "Dropbox Business", "https://www.dropbox.com/login"),
    (Topic::General, "Trello", "https://trello.com/login"),
    (Topic::General, "Intranet", "https://intranet.{domain}"),
    (Topic::General, "Atlassian", "https://id.atlassian.com"),
];
const ROLES: &[&str] = &[
    "admin",
    "backup",
    "monitoring",
    "deploy",
    "root",
    "svc-app",
    "Administrator",
    "readonly",
];
/// Passwords people really choose; reports shall have something to find.
const WEAK: &[&str] = &[
    "Sommar2024!",
    "Password1",
    "Welcome123",
    "Vinter2025",
    "Hemligt1!",
    "Passw0rd!",
    "Fredag13",
    "qwerty123",
];
const STRONG: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%&*+-=?@";
const WORDS: &[&str] = &[
    "granite", "harbour", "lantern", "meadow", "copper", "thistle", "anchor", "willow", "ember", "falcon", "orchard",
    "glacier", "pepper", "violin", "saddle", "comet",
];
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// SHA-256 of the bytes.
pub(super) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// Draws the `number`-th item of a client; the first five are one of each type.
pub(super) fn draw(plan: &ClientPlan, number: usize, random: &mut Random) -> Content {
    let kind = if number < 5 {
        number
    } else {
        random.weighted(&[74, 11, 5, 5, 5])
    };
    match kind {
        1 => note(plan, random),
        2 => card(plan, random),
        3 => identity(plan, random),
        4 => ssh_key(plan, random),
        _ if random.chance(38) => server(plan, random),
        _ => service(plan, random),
    }
}

fn service(plan: &ClientPlan, random: &mut Random) -> Content {
    let (topic, name, address) = *random.pick(SERVICES);
    let owner = names::person(random, plan.language);
    let shared = random.chance(55);
    let title = if shared {
        name.to_owned()
    } else {
        format!("{name} ({owner})")
    };
    let local = if shared {
        "it".to_owned()
    } else {
        names::local_part(&owner)
    };
    let mut content = Content::new(1, topic, title);
    login(&mut content, format!("{local}@{}", plan.domain()), random);
    content.uris.push(address.replace("{domain}", &plan.domain()));
    if address.contains("microsoft") && random.chance(50) {
        content.uris.push("https://www.office.com".into());
    }
    if random.chance(14) {
        content
            .fields
            .push((0, "Customer number", random.between(100_000, 999_999).to_string()));
    }
    content
}

fn server(plan: &ClientPlan, random: &mut Random) -> Content {
    let number = random.between(1, 48);
    let (topic, name) = match random.below(6) {
        0 => (Topic::Servers, format!("srv-lin-{number:02}")),
        1 => (Topic::Servers, format!("SRV-WIN-{number:02}")),
        2 => (Topic::Servers, format!("db-{number:02} PostgreSQL")),
        3 => (Topic::Servers, format!("esxi-{number:02}")),
        4 => (Topic::Network, format!("sw-floor{}-{number:02}", random.between(1, 6))),
        _ => (Topic::Network, format!("ap-{number:02}")),
    };
    let role = *random.pick(ROLES);
    let mut content = Content::new(1, topic, format!("{name} {role}"));
    login(&mut content, role.to_owned(), random);
    let host = name.split(' ').next().unwrap_or_default().to_lowercase();
    content.uris.push(match random.below(3) {
        0 => format!("https://{host}.{}:8443", plan.domain()),
        1 => format!("ssh://{host}.{}", plan.domain()),
        _ => format!("https://10.20.{}.{number}", random.between(0, 9)),
    });
    if random.chance(40) {
        content
            .fields
            .push((0, "IP address", format!("10.20.{}.{number}", random.between(0, 9))));
        content.fields.push((1, "iLO password", password(random)));
        content.fields.push((2, "Monitored", random.chance(80).to_string()));
    }
    content
}

fn login(content: &mut Content, username: String, random: &mut Random) {
    let totp = random.chance(16).then(|| random.text(BASE32, 32));
    content.part = vec![
        ("username", Some(username)),
        ("password", Some(password(random))),
        ("totp", totp),
    ];
    if random.chance(18) {
        content.history = (0..random.between(1, 3)).map(|_| password(random)).collect();
    }
    if random.chance(12) {
        content.notes = Some("Change every ninety days. Last checked together with the supplier.".into());
    }
}

fn password(random: &mut Random) -> String {
    match random.below(10) {
        0 => (*random.pick(WEAK)).to_owned(),
        1 | 2 => {
            let words: Vec<&str> = (0..4).map(|_| *random.pick(WORDS)).collect();
            format!("{}{}", words.join("-"), random.between(1, 9))
        }
        _ => {
            let length = random.between(14, 28) as usize;
            random.text(STRONG, length)
        }
    }
}

fn note(plan: &ClientPlan, random: &mut Random) -> Content {
    let swedish = plan.language == Language::Swedish;
    let (topic, name, text) = match (random.below(5), swedish) {
        (0, true) => (
            Topic::Network,
            "Wi-Fi för gäster",
            "Nät: GAST\nLösenordet byts första måndagen i månaden.",
        ),
        (0, false) => (
            Topic::Network,
            "Guest Wi-Fi",
            "Network: GUEST\nThe password changes on the first Monday of the month.",
        ),
        (1, true) => (
            Topic::Office,
            "Larmkod kontoret",
            "Tillkoppling: grön knapp, sedan kod.\nFrånkoppling inom 30 sekunder.",
        ),
        (1, false) => (
            Topic::Office,
            "Office alarm",
            "Arm: green button, then code.\nDisarm within 30 seconds.",
        ),
        (2, true) => (
            Topic::Servers,
            "Återställningsrutin",
            "1. Stoppa tjänsterna.\n2. Läs in senaste natten.\n3. Kontrollera loggen.\n4. Starta i omvänd ordning.",
        ),
        (2, false) => (
            Topic::Servers,
            "Restore procedure",
            "1. Stop the services.\n2. Load last night's copy.\n3. Check the log.\n4. Start in reverse order.",
        ),
        (3, true) => (
            Topic::Suppliers,
            "Licensnycklar",
            "Avtal förnyas i mars. Kontakt: kundtjänst, ange kundnummer.",
        ),
        (3, false) => (
            Topic::Suppliers,
            "Licence keys",
            "The agreement renews in March. Contact customer service with the customer number.",
        ),
        (_, true) => (
            Topic::General,
            "Rutin vid nyanställning",
            "Konto, dator, passerkort, genomgång av lösenordshanteraren.",
        ),
        (_, false) => (
            Topic::General,
            "Onboarding checklist",
            "Account, laptop, key card, introduction to the password manager.",
        ),
    };
    let mut content = Content::new(2, topic, name.to_owned());
    content.notes = Some(format!("{text}\n\nRef {}", random.between(1_000, 9_999)));
    content
}

fn card(plan: &ClientPlan, random: &mut Random) -> Content {
    let holder = names::person(random, plan.language);
    let (brand, first) = *random.pick(&[("Visa", "4"), ("Mastercard", "5")]);
    let mut number = format!("{first}{}", random.text("0123456789", 14));
    number.push(luhn(&number));
    let ending = &number[12..];
    let mut content = Content::new(3, Topic::Finance, format!("{brand} *{ending}"));
    content.part = vec![
        ("cardholderName", Some(holder)),
        ("brand", Some(brand.to_owned())),
        ("expMonth", Some(random.between(1, 12).to_string())),
        ("expYear", Some(random.between(2027, 2031).to_string())),
        ("code", Some(random.text("0123456789", 3))),
        ("number", Some(number)),
    ];
    content
}

/// The check digit of a card number (ISO/IEC 7812-1).
fn luhn(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

fn identity(plan: &ClientPlan, random: &mut Random) -> Content {
    let name = names::person(random, plan.language);
    let (given, family) = name.split_once(' ').unwrap_or((&name, ""));
    let (country, city, code) = match plan.language {
        Language::Swedish => ("SE", "Göteborg", "411 04"),
        Language::German => ("DE", "Freiburg im Breisgau", "79098"),
        Language::French => ("FR", "Lyon", "69002"),
        Language::Danish => ("DK", "Aarhus", "8000"),
        Language::English => ("GB", "Bristol", "BS1 4DJ"),
    };
    let mut content = Content::new(4, Topic::People, name.clone());
    let text = |value: &str| Some(value.to_owned());
    content.part = vec![
        ("title", None),
        ("firstName", text(given)),
        ("middleName", None),
        ("lastName", text(family)),
        ("address1", Some(format!("Storgatan {}", random.between(1, 90)))),
        ("address2", None),
        ("address3", None),
        ("city", text(city)),
        ("state", None),
        ("postalCode", text(code)),
        ("country", text(country)),
        ("company", text(&plan.name)),
        ("email", Some(format!("{}@{}", names::local_part(&name), plan.domain()))),
        ("phone", Some(format!("+46 70 174 06 {:02}", random.between(5, 99)))),
        ("ssn", None),
        ("username", text(&names::local_part(&name))),
        ("passportNumber", None),
        ("licenseNumber", None),
    ];
    content
}

/// A real Ed25519 key in OpenSSH's own form (PROTOCOL.key of OpenSSH; RFC 8709 for the public blob).
fn ssh_key(plan: &ClientPlan, random: &mut Random) -> Content {
    let host = format!(
        "{}-{:02}",
        random.pick(&["deploy", "backup", "jump", "ansible"]),
        random.between(1, 20)
    );
    let mut content = Content::new(5, Topic::Servers, format!("SSH {host}"));
    let seed: [u8; 32] = random.bytes();
    let Ok(pair) = Ed25519KeyPair::from_seed_unchecked(&seed) else {
        return content;
    };
    let public = pair.public_key().as_ref();
    let comment = format!("{host}@{}", plan.domain());
    let mut blob = Vec::new();
    ssh_string(&mut blob, b"ssh-ed25519");
    ssh_string(&mut blob, public);

    let check: [u8; 4] = random.bytes();
    let mut secret = [check, check].concat();
    secret.extend_from_slice(&blob);
    ssh_string(&mut secret, &[seed.as_slice(), public].concat());
    ssh_string(&mut secret, comment.as_bytes());
    let mut padding = 1;
    while secret.len() % 8 != 0 {
        secret.push(padding);
        padding += 1;
    }
    let mut file = b"openssh-key-v1\0".to_vec();
    ssh_string(&mut file, b"none");
    ssh_string(&mut file, b"none");
    ssh_string(&mut file, b"");
    file.extend_from_slice(&1_u32.to_be_bytes());
    ssh_string(&mut file, &blob);
    ssh_string(&mut file, &secret);

    let encoded = STANDARD.encode(file);
    let mut armour = String::from("-----BEGIN OPENSSH PRIVATE KEY-----\n");
    for line in encoded.as_bytes().chunks(70) {
        armour.push_str(&String::from_utf8_lossy(line));
        armour.push('\n');
    }
    armour.push_str("-----END OPENSSH PRIVATE KEY-----\n");
    content.part = vec![
        ("privateKey", Some(armour)),
        (
            "publicKey",
            Some(format!("ssh-ed25519 {} {comment}", STANDARD.encode(&blob))),
        ),
        (
            "keyFingerprint",
            Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(sha256(&blob)))),
        ),
    ];
    content
}

fn ssh_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    out.extend_from_slice(bytes);
}
