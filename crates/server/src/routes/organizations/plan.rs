//! What a plan is: prices and features by plan type (contract/providers.md section 8).

use serde_json::{Value, json};

/// The `plan` object. Feature flags follow the product tier (2 Teams, 3 Enterprise); prices are the ones the contract
/// gives, in US dollars.
pub fn plan(plan_type: i64, name: &str, tier: i64) -> Value {
    let enterprise = tier == 3;
    let annual = matches!(plan_type, 18 | 20);
    let business = matches!(tier, 2..=4);
    let (seat, portal) = prices(plan_type);
    let word = match tier {
        3 => "Enterprise",
        2 => "Teams",
        4 => "TeamsStarter",
        1 => "Families",
        _ => "Free",
    };
    let manager = json!({
            "basePrice": 0.0, "seatPrice": seat, "providerPortalSeatPrice": portal, "baseSeats": 0, "maxSeats": null,
            "maxAdditionalSeats": null, "allowSeatAutoscale": business, "hasAdditionalSeatsOption": business,
            "maxCollections": null, "baseStorageGb": 1, "hasAdditionalStorageOption": business,
            "additionalStoragePricePerGb": if annual { 4.0 } else { 0.5 }, "maxAdditionalStorage": null,
            "hasPremiumAccessOption": false, "premiumAccessOptionPrice": 0.0, "stripePlanId": null,
            "stripeSeatPlanId": null, "stripeProviderPortalSeatPlanId": null, "stripeStoragePlanId": null,
            "stripePremiumAccessPlanId": null,
    });
    json!({
        "object": "plan", "type": plan_type, "productTier": tier, "name": name, "isAnnual": annual,
        "nameLocalizationKey": format!("planName{word}"), "descriptionLocalizationKey": format!("planDesc{word}"),
        "canBeUsedByBusiness": business, "trialPeriodDays": if business { Some(7) } else { None },
        "upgradeSortOrder": tier + 1, "displaySortOrder": tier + 1, "legacyYear": null, "disabled": false,
        "hasSelfHost": enterprise, "hasPolicies": enterprise, "hasGroups": business, "hasDirectory": business,
        "hasEvents": business, "hasTotp": business, "has2fa": business, "hasApi": false, "hasSso": enterprise,
        "hasOrganizationDomains": enterprise, "hasResetPassword": enterprise, "usersGetPremium": business,
        "hasMyItems": enterprise, "hasInviteLinks": false,
        "passwordManager": manager,
        "secretsManager": null,
    })
}

/// Price of a seat, and of a seat through the Provider Portal, per month or year as the plan is billed.
pub fn prices(plan_type: i64) -> (f64, f64) {
    match plan_type {
        17 => (5.0, 4.0),
        18 => (48.0, 48.0),
        19 => (7.0, 6.0),
        20 => (72.0, 72.0),
        _ => (0.0, 0.0),
    }
}

/// A plan's name and product tier by its type, for the plans a provider can hold.
pub fn named(plan_type: i64) -> (&'static str, i64) {
    match plan_type {
        17 => ("Teams (Monthly)", 2),
        18 => ("Teams (Annually)", 2),
        19 => ("Enterprise (Monthly)", 3),
        20 => ("Enterprise (Annually)", 3),
        _ => ("Free", 0),
    }
}
