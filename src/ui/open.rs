//! From an `Ask` to the layer that it opens.

use crate::domain::action::Subject;
use crate::domain::id::Id;

use super::command::Command;
use super::dialogs::brief::Brief;
use super::dialogs::capture::CaptureLine;
use super::dialogs::compare::Compare;
use super::dialogs::confirm::Confirm;
use super::dialogs::find::Find;
use super::dialogs::forget::Forget;
use super::dialogs::form::Form;
use super::dialogs::help::Help;
use super::dialogs::menu::Menu;
use super::dialogs::message::Message;
use super::dialogs::same::Same;
use super::dialogs::sources::FirstSources;
use super::dialogs::stack::Stack;
use super::effect::{Ask, Offer};
use super::layer::{Cx, Layer};
use super::screens::introduction::IntroductionPage;
use super::screens::numbers_page::NumbersPage;
use super::screens::people::People;
use super::screens::person::PersonPage;
use super::screens::process::ProcessPage;
use super::screens::referral::ReferralPage;
use super::screens::review::ReviewPage;
use super::screens::rules::Rules;
use super::screens::those::Those;
use super::screens::untouched::Untouched;

/// Opens a dialog or page over the layer `below`. `rows` is what that layer offers, for those that list it.
pub fn layer(ask: Ask, rows: Vec<(Command, Offer)>, below: &dyn Layer, cx: &Cx) -> Box<dyn Layer> {
    match ask {
        Ask::Help => {
            let named = named(&rows, below);
            Box::new(Help::new(below.place(cx), rows).naming(named))
        }
        Ask::Menu => {
            let named = named(&rows, below);
            Box::new(Menu::of_subject(below.place(cx), rows, &named))
        }
        Ask::Palette => Box::new(Menu::palette(rows)),
        Ask::Find => Box::new(Find::new(cx)),
        Ask::Capture { given, text } => Box::new(CaptureLine::new(given, text, cx)),
        Ask::Stack { given } => Box::new(Stack::new(given, cx)),
        Ask::Inbox => Box::new(Stack::of_inbox(cx)),
        Ask::Untouched => Box::new(Untouched::new()),
        Ask::Stage { referral } => Box::new(Menu::stages(referral, cx)),
        Ask::Ending { referral } => Box::new(Menu::endings(referral, cx)),
        Ask::Give { person } => Box::new(Menu::acts(person, cx)),
        Ask::Tier { people } => Box::new(Menu::tiers(&people, cx)),
        Ask::People => Box::new(People::new()),
        Ask::Rules(on) => Box::new(Rules::new(on, cx)),
        Ask::Numbers => Box::new(NumbersPage::new()),
        Ask::Shown(shown, here) => Box::new(Menu::numbers(&shown, here.as_ref(), cx)),
        Ask::Only(shown) => Box::new(Menu::only(&shown, cx)),
        Ask::Behind { slice, what } => Box::new(Those::new(*slice, what).lent(below.lends(cx), cx)),
        Ask::There { given, stage } => Box::new(Those::there(given, stage)),
        Ask::Facets { on } => Box::new(Menu::facets(&on, cx)),
        Ask::Same { person } => Box::new(Same::new(person)),
        Ask::Compare { one, other } => Box::new(Compare::new(one, other, cx)),
        Ask::Going { person } => Box::new(Menu::going(person, cx)),
        Ask::Forget { person } => Box::new(Forget::new(person)),
        Ask::Expectations { person } => Box::new(Menu::expectations(person, cx)),
        Ask::Agreement { person } => Box::new(Menu::agreement(person, cx)),
        Ask::Meeting { person } => Box::new(Menu::meeting(person, cx)),
        Ask::Targets { person } => Box::new(Menu::targets(person, cx)),
        Ask::Target { id } => Box::new(Menu::target(id, cx)),
        Ask::Referred { target } => Box::new(CaptureLine::of_target(target, cx)),
        Ask::Form(kind) => Box::new(Form::new(kind, cx)),
        Ask::Page(Subject::Referral(id)) => Box::new(ReferralPage::new(id)),
        Ask::Page(subject) => Box::new(PersonPage::new(whose(subject, cx))),
        Ask::Confirm {
            question,
            yes,
            effect,
        } => Box::new(Confirm::new(question, yes, *effect)),
        Ask::Method { referral } => Box::new(Menu::methods(referral, cx)),
        Ask::Introduction { referral } => Box::new(IntroductionPage::new(referral)),
        Ask::Message { referral, person } => Box::new(Message::new(referral, person)),
        Ask::Clashes => Box::new(Menu::clashes(cx)),
        Ask::Clash(id) => Box::new(Menu::clash(id, cx)),
        Ask::LetGo(nudge) => Box::new(Menu::let_go(&nudge, cx)),
        Ask::OfPromise { promise } => Box::new(Menu::promise(promise, cx)),
        Ask::Brief { person } => Box::new(Brief::new(person)),
        Ask::Review => Box::new(ReviewPage::new()),
        Ask::Process { given } => Box::new(ProcessPage::new(given)),
        Ask::FirstSources => Box::new(FirstSources::new()),
    }
}

/// What a page calls its panes, and what `space` and `a` do there where that is something of its own.
fn named(rows: &[(Command, Offer)], below: &dyn Layer) -> Vec<(Command, &'static str)> {
    let of_the_page = [
        Command::Pane1,
        Command::Pane2,
        Command::Pane3,
        Command::Pane4,
        Command::Settle,
        Command::Add,
    ];
    let here = rows.iter().map(|(command, _)| *command);
    let named = here
        .filter(|command| of_the_page.contains(command))
        .map(|command| (command, below.hint(command)));
    named
        .filter(|(command, name)| *name != command.row().title)
        .collect()
}

/// Whose page it is; where a record is nobody's, that of no one, which says so.
fn whose(subject: Subject, cx: &Cx) -> Id {
    let person = match subject {
        Subject::Person(id) => Some(id),
        Subject::Promise(id) => cx.book.promises.get(id).and_then(|it| it.person),
        Subject::Event(id) => cx.book.events.get(id).and_then(|it| it.person),
        Subject::Referral(id) => cx.book.referrals.get(id).and_then(|it| it.prospect),
    };
    person.unwrap_or(Id::ONLY)
}
