//! KDF settings from a server: bounded on both sides, whatever the numbers are.

use portal_crypto::{CryptoError, Kdf, Refusal};
use proptest::prelude::*;

/// Numbers near the bounds and far from them.
fn number(low: i64, high: i64) -> impl Strategy<Value = Option<i64>> {
    prop_oneof![
        1 => Just(None),
        6 => (low - 2..=low + 2).prop_map(Some),
        6 => (high - 2..=high + 2).prop_map(Some),
        2 => any::<i64>().prop_map(Some),
        2 => (u32::MAX as i64 - 2..=u32::MAX as i64 + 2).prop_map(Some),
    ]
}

fn within(value: Option<i64>, low: i64, high: i64) -> bool {
    value.is_some_and(|value| (low..=high).contains(&value))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn pbkdf2_is_accepted_exactly_within_its_bounds(iterations in number(5_000, 2_000_000), other in any::<Option<i64>>()) {
        let accepted = Kdf::from_parts(0, iterations, other, other).is_ok();
        prop_assert_eq!(accepted, within(iterations, 5_000, 2_000_000));
    }

    #[test]
    fn argon2id_is_accepted_exactly_within_its_bounds(
        iterations in number(2, 10), memory in number(16, 1_024), lanes in number(1, 16),
    ) {
        let accepted = Kdf::from_parts(1, iterations, memory, lanes).is_ok();
        let expected = within(iterations, 2, 10) && within(memory, 16, 1_024) && within(lanes, 1, 16);
        prop_assert_eq!(accepted, expected);
    }

    #[test]
    fn any_other_kdf_is_unknown(kind in any::<i64>().prop_filter("known", |kind| !matches!(kind, 0 | 1))) {
        let refused = Kdf::from_parts(kind, Some(600_000), Some(64), Some(4)).err();
        prop_assert_eq!(refused, Some(CryptoError::Refused(Refusal::UnknownKdf)));
    }
}
