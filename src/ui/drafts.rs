//! From a referral to the texts that fit it now. It will never know what they say, nor send them.

use crate::domain::event::{Event, Kind};
use crate::domain::id::Id;
use crate::domain::introduction::{Introduction, Method, State};
use crate::domain::referral::{Ending, Referral};
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::insight::index::Dated;
use crate::letters::compose::{Facts, Letter, compose};
use crate::letters::facts::{self, About};
use crate::letters::template::Template;

use super::layer::Cx;

/// Letters name everyone, so that a masked screen cannot show them.
///
/// # Errors
/// A refusal while masked.
pub fn may_show(cx: &Cx) -> Result<(), Refusal> {
    if cx.masked {
        return Err(Refusal::new("Letters show what is masked").or("m then enter unmasks"));
    }
    Ok(())
}

/// The template of an introduction.
pub fn template(referral: &Referral, introduction: &Introduction) -> Template {
    match (referral.is_given(), &introduction.method) {
        (true, Method::Call | Method::Lunch) => Template::GivenInvitation,
        (true, _) => Template::GivenIntroduction,
        (false, Method::Letter) => Template::IntroductionLetter,
        (false, Method::Call) => Template::IntroductionCall,
        (false, Method::Lunch) => Template::IntroductionLunch,
        (false, Method::Email | Method::Other(_)) => Template::IntroductionEmail,
    }
}

/// The text of the introduction: as it was edited, else from its template. None without an introduction.
pub fn introduction(id: Id, cx: &Cx) -> Option<Letter> {
    let referral = cx.book.referrals.get(id)?;
    let it = referral.introduction.as_ref()?;
    if !it.words.is_empty() {
        return Some(Letter::edited(&it.words));
    }
    let facts = known(id, referral, None, cx);
    Some(compose(cx.letters.text(template(referral, it)), &facts))
}

/// The note that asks the source for the introduction, with the draft.
pub fn request(id: Id, cx: &Cx) -> Option<Letter> {
    let referral = cx.book.referrals.get(id).filter(|it| !it.is_given())?;
    referral.introduction.as_ref()?;
    Some(message(Template::Request, id, referral, None, cx))
}

/// The texts that fit a referral now, the one that is due first. `person` is whom it is for, where there are several.
pub fn messages(id: Id, person: Option<Id>, cx: &Cx) -> Vec<(Template, Letter)> {
    let Some(referral) = cx.book.referrals.get(id) else {
        return Vec::new();
    };
    let person = person.filter(|person| referral.partners().any(|partner| partner == *person));
    let fitting = fitting(id, referral, person, cx).into_iter();
    fitting
        .map(|template| (template, message(template, id, referral, person, cx)))
        .collect()
}

fn message(template: Template, id: Id, referral: &Referral, person: Option<Id>, cx: &Cx) -> Letter {
    let mut facts = known(id, referral, person, cx);
    if template == Template::Request
        && let Some(draft) = introduction(id, cx)
    {
        facts.know("draft", &draft.whole());
    }
    compose(cx.letters.text(template), &facts)
}

fn known(id: Id, referral: &Referral, person: Option<Id>, cx: &Cx) -> Facts {
    let partner = person.or(referral.partner());
    let met = met(id, cx);
    let about = About {
        partner,
        is_client: partner.is_some_and(|id| cx.practice.relation(id).is_client),
        met: met.map(|event| event.on),
        note: met.map_or("", |event| event.record.note.as_str()),
        is_told: is_told(id, partner, cx),
    };
    facts::facts(cx.book, referral, about, cx.today)
}

/// The last meeting with the prospect.
fn met<'a>(id: Id, cx: &Cx<'a>) -> Option<&'a Dated<Event>> {
    let mut events = cx.practice.events_on(id).iter();
    events.rfind(|event| event.record.kind == Kind::Met)
}

/// The partner has heard from me what there is to hear.
fn is_told(id: Id, partner: Option<Id>, cx: &Cx) -> bool {
    partner.is_some_and(|partner| !cx.practice.unsaid(id, partner).news)
}

fn fitting(id: Id, referral: &Referral, person: Option<Id>, cx: &Cx) -> Vec<Template> {
    let stage = referral.stage();
    let is_pending = referral
        .introduction
        .as_ref()
        .is_some_and(|it| it.state != State::Delivered);
    if referral.is_given() {
        let mut all = Vec::new();
        if let Some(it) = &referral.introduction
            && is_pending
        {
            all.push(template(referral, it));
        }
        let is_asking = matches!(stage, Stage::Feedback | Stage::SourceReports | Stage::Close);
        let news = [Template::GivenNews, Template::GivenProspect];
        all.extend(
            news.into_iter()
                .cycle()
                .skip(usize::from(is_asking))
                .take(2),
        );
        return all;
    }
    let ending = referral.outcome.as_ref().map(|outcome| &outcome.ending);
    let is_met = met(id, cx).is_some() || Stage::ReportBack <= stage;
    let is_heard = matches!(stage, Stage::Feedback | Stage::SourceReports);
    let mut all = Vec::new();
    // What is not a referral after all is thanked for, and that is all.
    if ending.is_some_and(|ending| *ending != Ending::NotAReferral) {
        all.push(Template::Outcome);
    }
    // News comes before questions; told once, it is there to be sent again.
    let is_news = is_met && ending.is_none() && !is_told(id, person.or(referral.partner()), cx);
    if is_news {
        all.push(Template::ReportBack);
    }
    if ending.is_none() && is_heard {
        all.push(Template::Feedback);
    }
    if ending.is_none() && is_pending && !is_met {
        all.push(Template::Request);
    }
    if is_met && !is_news {
        all.push(Template::ReportBack);
    }
    all.push(Template::Thanks);
    if ending.is_none() && stage == Stage::Discovered && !is_thanked(id, cx) {
        all.sort_by_key(|template| *template != Template::Thanks);
    }
    all
}

fn is_thanked(id: Id, cx: &Cx) -> bool {
    let mut events = cx.practice.events_on(id).iter();
    events.any(|event| event.record.kind == Kind::Thanked)
}
