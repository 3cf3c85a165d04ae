//! What a conversation came to, in words: on the sheet, beneath its lines, and once it is saved.

use crate::domain::stage::Stage;
use crate::insight::matters::Upshot;

/// What is asked about a matter that usually comes to this.
pub(super) fn asked(upshot: Upshot) -> &'static str {
    match upshot {
        Upshot::Noted => "what was said",
        Upshot::Thanked => "a word of thanks",
        Upshot::Spoke | Upshot::Introduced => "what you learnt",
        Upshot::Told | Upshot::ToldAndAsked => "how it went",
        Upshot::ToldAndThanked => "how it ended",
        Upshot::Heard | Upshot::Asked | Upshot::Passed => "what they said",
        Upshot::Researched | Upshot::Met | Upshot::News => "how it goes",
        Upshot::Permitted => "do they want it",
    }
}

/// One of several things that a matter can come to.
pub(super) fn option(upshot: Upshot, given: bool, stage: Stage) -> &'static str {
    match upshot {
        Upshot::Noted | Upshot::Spoke => "spoke of it",
        Upshot::Thanked => "thanked",
        Upshot::Introduced if given => "introduced them",
        Upshot::Introduced => "introduced us",
        Upshot::Told | Upshot::Passed => "told",
        Upshot::ToldAndAsked => "told, asked to hear",
        Upshot::ToldAndThanked => "told and thanked",
        Upshot::Heard => "heard back",
        Upshot::Asked if stage == Stage::SourceReports => "reminded",
        Upshot::Asked => "asked, not yet heard",
        Upshot::Researched => "looked into it",
        Upshot::Met => "they met",
        Upshot::News => "told me how it went",
        Upshot::Permitted => "asked",
    }
}

/// What is recorded with this person.
pub(super) fn says(upshot: Upshot, name: &str) -> String {
    match upshot {
        Upshot::Noted => format!("spoke to {name}"),
        Upshot::Thanked => format!("thanks {name}"),
        Upshot::Spoke | Upshot::Permitted => format!("asks {name}"),
        Upshot::Introduced => "introduced".into(),
        Upshot::Told | Upshot::Passed => format!("tells {name}"),
        Upshot::ToldAndAsked => format!("tells {name} and asks to hear"),
        Upshot::ToldAndThanked => format!("tells and thanks {name}"),
        Upshot::Heard | Upshot::News => format!("heard from {name}"),
        Upshot::Asked => format!("asks {name}, not heard yet"),
        Upshot::Researched => format!("{name} looked into it"),
        Upshot::Met => "they met".into(),
    }
}

/// What was done, where the first fact alone would not say it all; else nothing.
pub(super) fn said(upshot: Upshot, name: &str, about: &str) -> String {
    match upshot {
        Upshot::ToldAndAsked => format!("Told {name} about {about}, and asked to hear"),
        Upshot::ToldAndThanked => format!("Told {name} about {about}, and thanked them"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matter_is_put_in_the_words_of_its_side_and_stage() {
        let option = |upshot, given, stage| super::option(upshot, given, stage);
        assert_eq!(
            option(Upshot::Introduced, true, Stage::CheckBack),
            "introduced them"
        );
        assert_eq!(
            option(Upshot::Introduced, false, Stage::CheckBack),
            "introduced us"
        );
        assert_eq!(
            option(Upshot::Asked, false, Stage::SourceReports),
            "reminded"
        );
        assert_eq!(says(Upshot::Told, "Dana"), "tells Dana");
    }
}
