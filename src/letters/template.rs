//! The texts that a letter can be made from: ours, and the user's own in their place. Will never know a file or a
//! referral.

use std::collections::BTreeMap;

use super::compose;
use crate::domain::refusal::Refusal;

macro_rules! templates {
    ($($name:ident $file:literal $title:literal $words:literal;)*) => {
        /// A text with places to fill in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Template { $(
            #[doc = $words]
            $name,
        )* }

        impl Template {
            pub const ALL: &[Template] = &[$(Template::$name),*];

            /// The name of its file, without the ending.
            pub fn file(self) -> &'static str {
                match self { $(Template::$name => $file),* }
            }

            /// What it is, in a word or two.
            pub fn title(self) -> &'static str {
                match self { $(Template::$name => $title),* }
            }

            /// Who writes it to whom, in a sentence.
            pub fn words(self) -> &'static str {
                match self { $(Template::$name => $words),* }
            }

            /// The text that ships with the program.
            pub fn ours(self) -> &'static str {
                match self {
                    $(Template::$name => include_str!(concat!("../../assets/letters/", $file, ".txt"))),*
                }
            }
        }
    };
}

templates! {
    IntroductionEmail "introduction-email" "the e-mail"
        "The source introduces me to the prospect by e-mail.";
    IntroductionLetter "introduction-letter" "the letter"
        "The source introduces me to the prospect on paper.";
    IntroductionCall "introduction-call" "the script"
        "What the source says when they phone the prospect with me present.";
    IntroductionLunch "introduction-lunch" "the invitation"
        "The source invites the prospect to a lunch of three.";
    Request "request" "request"
        "I ask the source for the introduction and send the draft along.";
    Thanks "thanks" "thanks"
        "I thank the source that a referral came.";
    ReportBack "report-back" "report back"
        "I tell the source how the meeting went.";
    Feedback "feedback" "a kind reminder"
        "I ask the source, once, what they have heard from the prospect.";
    Outcome "outcome" "how it ended"
        "I tell the source how it ended, and thank them.";
    GivenIntroduction "given-introduction" "the introduction"
        "I introduce the two to each other in writing.";
    GivenInvitation "given-invitation" "the invitation"
        "I bring the two together by phone or over lunch.";
    GivenNews "given-news" "ask for news"
        "I ask the receiver what became of a referral that I gave.";
    GivenProspect "given-prospect" "ask the prospect"
        "I ask the prospect how it was with the one to whom I sent them.";
}

impl Template {
    pub fn of_file(name: &str) -> Option<Template> {
        let mut all = Template::ALL.iter().copied();
        all.find(|template| template.file() == name)
    }
}

/// All templates as they hold now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    own: BTreeMap<Template, String>,
}

impl Letters {
    /// Ours, with the user's own texts in their place, and what in those says nothing here. A text without words is
    /// none.
    pub fn with(own: impl IntoIterator<Item = (Template, String)>) -> (Letters, Vec<Refusal>) {
        let mut letters = Letters::default();
        let mut told = Vec::new();
        for (template, text) in own {
            let file = template.file();
            if text.trim().is_empty() {
                let why = format!("The letter {file}.txt is empty");
                told.push(Refusal::new(why).or("Goodword’s own text holds until it has words"));
                continue;
            }
            if let Some(unknown) = compose::unknown(&text).first() {
                let why = format!("The letter {file}.txt has a place {{{unknown}}}");
                told.push(
                    Refusal::new(why).or("no such place is known; it stays as it is written"),
                );
            }
            letters.own.insert(template, text);
        }
        (letters, told)
    }

    /// The text of a template: the user's own, else ours.
    pub fn text(&self, template: Template) -> &str {
        let own = self.own.get(&template).map(String::as_str);
        own.unwrap_or(template.ours())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_own_text_takes_the_place_of_ours() {
        let own = [(Template::Thanks, "Ta, {source_first}!".to_string())];
        let (letters, told) = Letters::with(own);
        assert_eq!(letters.text(Template::Thanks), "Ta, {source_first}!");
        assert_eq!(letters.text(Template::Request), Template::Request.ours());
        assert!(told.is_empty());
    }

    #[test]
    fn an_empty_text_and_an_unknown_place_are_told() {
        let own = [
            (Template::Thanks, " \n".to_string()),
            (Template::Request, "Dear {sauce}".to_string()),
        ];
        let (letters, told) = Letters::with(own);
        assert_eq!(letters.text(Template::Thanks), Template::Thanks.ours());
        assert_eq!(letters.text(Template::Request), "Dear {sauce}");
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert!(told[0].contains("thanks.txt is empty"), "{told:?}");
        assert!(told[1].contains("{sauce}"), "{told:?}");
    }

    #[test]
    fn every_template_is_found_by_its_file_and_knows_its_places() {
        for template in Template::ALL {
            assert_eq!(Template::of_file(template.file()), Some(*template));
            assert_eq!(compose::unknown(template.ours()), [""; 0], "{template:?}");
            assert!(template.words().ends_with('.'));
        }
    }
}
