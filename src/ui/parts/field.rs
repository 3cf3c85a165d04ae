//! One field of a form: its text or choice, its list of suggestions, and what a key does to it.
//! It will never know what the form is about.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use crate::domain::book::Book;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::text;

use super::people;
use super::values::{Reading, Values};

/// Says how a field was understood; called while typing.
pub type Reader = Box<dyn Fn(&Values) -> Result<Reading, Refusal>>;

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Sort {
    Line,
    /// One line with words that are offered beneath.
    Offered(Vec<String>),
    Long,
    /// A person, known or new.
    Who,
    Choice(Vec<String>),
}

/// Whom the text of a person field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Not said: what the text reads as.
    Open,
    Known(Id),
    New,
}

/// A line of the list beneath a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Person(Id),
    New,
    Words(String),
}

pub struct Field {
    pub label: Cow<'static, str>,
    /// Stands greyed in the place of a value while there is none.
    pub prompt: String,
    /// The label is a question with a row of its own above the value.
    pub(super) is_question: bool,
    pub(super) sort: Sort,
    pub(super) area: TextArea<'static>,
    /// The text as the record has it.
    loaded: String,
    /// The same as the field shows it.
    start: String,
    pub(super) picked: usize,
    start_picked: usize,
    /// The letters by which the choice was made, typed one after another.
    pub(super) letters: String,
    /// A key has changed or confirmed the choice.
    pub(super) touched: bool,
    /// A key has gone into its text, so that it is no longer ours to replace.
    pub(super) edited: bool,
    chosen: Chosen,
    start_chosen: Chosen,
    found: Vec<Id>,
    /// Who is so much like a new person that it may be the same.
    twin: Option<Id>,
    lit: Option<usize>,
    /// Its first text came from a record, so that a mask hides it.
    private: bool,
    /// What is typed takes the place of its first text.
    replaceable: bool,
    /// A person who is not known stays a name; nobody is made of it.
    pub(super) as_name: bool,
    reader: Option<Reader>,
}

impl Field {
    fn new(label: impl Into<Cow<'static, str>>, sort: Sort) -> Field {
        let mut field = Field {
            label: label.into(),
            prompt: String::new(),
            is_question: false,
            sort,
            area: TextArea::default(),
            loaded: String::new(),
            start: String::new(),
            picked: 0,
            letters: String::new(),
            start_picked: 0,
            touched: false,
            edited: false,
            chosen: Chosen::Open,
            start_chosen: Chosen::Open,
            found: Vec::new(),
            twin: None,
            lit: None,
            private: false,
            replaceable: false,
            as_name: false,
            reader: None,
        };
        field.put("");
        field
    }

    pub fn line(label: impl Into<Cow<'static, str>>) -> Field {
        Field::new(label, Sort::Line)
    }

    pub fn long(label: impl Into<Cow<'static, str>>) -> Field {
        Field::new(label, Sort::Long)
    }

    /// A line whose label is a question, above the answer.
    pub fn question(label: impl Into<Cow<'static, str>>) -> Field {
        let mut field = Field::new(label, Sort::Line);
        field.is_question = true;
        field
    }

    /// The same field with a grey word on what belongs there.
    #[must_use]
    pub fn prompt(mut self, words: impl Into<String>) -> Field {
        self.prompt = words.into();
        self
    }

    pub fn who(label: impl Into<Cow<'static, str>>) -> Field {
        Field::new(label, Sort::Who)
    }

    pub fn offered(label: impl Into<Cow<'static, str>>, words: Vec<String>) -> Field {
        Field::new(label, Sort::Offered(words))
    }

    /// One of these, `picked` at first.
    pub fn choice<S: Into<String>>(
        label: impl Into<Cow<'static, str>>,
        options: impl IntoIterator<Item = S>,
        picked: usize,
    ) -> Field {
        let options: Vec<String> = options.into_iter().map(Into::into).collect();
        let picked = picked.min(options.len().saturating_sub(1));
        let mut field = Field::new(label, Sort::Choice(options));
        (field.picked, field.start_picked) = (picked, picked);
        field
    }

    /// The same field with a text from a record, taken as it is.
    #[must_use]
    pub fn loaded(mut self, text: &str) -> Field {
        text.clone_into(&mut self.loaded);
        self.put(text);
        self.start = self.shown();
        self.private = true;
        self
    }

    /// A guess: what is typed takes its place.
    pub fn replaceable(mut self) -> Field {
        self.replaceable = true;
        self
    }

    /// A person field that makes nobody: who is not known stays a name.
    #[must_use]
    pub fn as_name(mut self) -> Field {
        self.as_name = true;
        self
    }

    /// The same field with a text of ours.
    #[must_use]
    pub fn filled(mut self, text: &str) -> Field {
        self = self.loaded(text);
        self.private = false;
        self
    }

    /// The same field with a person of the book.
    #[must_use]
    pub fn known(mut self, person: Option<Id>, book: &Book) -> Field {
        if let Some(id) = person {
            self = self.loaded(book.name(person));
            (self.chosen, self.start_chosen) = (Chosen::Known(id), Chosen::Known(id));
        }
        self
    }

    /// The same field with what says how it was understood.
    #[must_use]
    pub fn reading(
        mut self,
        reader: impl Fn(&Values) -> Result<Reading, Refusal> + 'static,
    ) -> Field {
        self.reader = Some(Box::new(reader));
        self
    }

    pub fn sort(&self) -> &Sort {
        &self.sort
    }

    pub fn chosen(&self) -> Chosen {
        self.chosen
    }

    pub fn picked(&self) -> usize {
        self.picked
    }

    /// The option that is chosen.
    pub fn option(&self) -> &str {
        match &self.sort {
            Sort::Choice(options) => options.get(self.picked).map_or("", String::as_str),
            _ => "",
        }
    }

    pub fn is_question(&self) -> bool {
        self.is_question
    }

    pub fn is_long(&self) -> bool {
        self.sort == Sort::Long
    }

    /// People whose names are like the text of a person field.
    pub fn found(&self) -> &[Id] {
        &self.found
    }

    pub fn twin(&self) -> Option<Id> {
        self.twin
    }

    /// The text that stands in the field.
    pub fn shown(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The text as it is meant: as loaded when nothing was typed, else cleaned.
    pub fn text(&self) -> String {
        let shown = self.shown();
        match self.sort {
            _ if shown == self.start => self.loaded.clone(),
            Sort::Long => text::clean_text(&shown),
            _ => text::clean_line(&shown),
        }
    }

    pub fn is_changed(&self) -> bool {
        match self.sort {
            Sort::Choice(_) => self.picked != self.start_picked,
            Sort::Who => self.shown() != self.start || self.chosen != self.start_chosen,
            _ => self.shown() != self.start,
        }
    }

    /// Whether it holds a text of ours as we put it there.
    pub(super) fn is_ours(&self) -> bool {
        (self.replaceable || !self.private) && !self.start.is_empty() && !self.is_changed()
    }

    /// Whether a mask hides what stands here.
    pub fn is_private(&self) -> bool {
        self.private && !self.is_changed() && !self.start.is_empty()
    }

    pub fn read(&self, values: &Values) -> Result<Reading, Refusal> {
        match (&self.reader, &self.sort) {
            (Some(reader), _) => reader(values),
            (None, Sort::Who) => values.said_of(&self.label),
            (None, _) => Ok(Reading::default()),
        }
    }

    /// What was typed, for a draft: empty when nothing was, else `=` and the text, with `@` and the id before
    /// them for a person who is known, `@` alone for one who was said to be new.
    pub fn draft(&self) -> String {
        match (&self.sort, self.is_changed(), self.chosen) {
            (_, false, _) => String::new(),
            (Sort::Choice(_), true, _) => format!("={}", self.option()),
            (Sort::Who, true, Chosen::Known(id)) => format!("@{id}={}", self.shown()),
            (Sort::Who, true, Chosen::New) => format!("@={}", self.shown()),
            (_, true, _) => format!("={}", self.shown()),
        }
    }

    pub fn restore(&mut self, draft: &str, book: &Book) {
        let Some((known, words)) = draft.split_once('=') else {
            return;
        };
        if let Sort::Choice(options) = &self.sort {
            if let Some(place) = options.iter().position(|option| option == words) {
                self.picked = place;
            }
            return;
        }
        self.put(words);
        // Whoever was left half typed, or is gone meanwhile, is looked up as if typed now.
        self.look_up(book);
        match known.strip_prefix('@').map(str::parse) {
            Some(Ok(id)) if book.people.has(id) => self.choose_person(Chosen::Known(id)),
            Some(Err(_)) if known == "@" => self.choose_person(Chosen::New),
            _ => {}
        }
    }

    /// Puts a text in the place of what stands there, the cursor at its end.
    pub fn put(&mut self, words: &str) {
        let lines: Vec<String> = if self.is_long() {
            words
                .replace("\r\n", "\n")
                .split('\n')
                .map(shown_line)
                .collect()
        } else {
            vec![shown_line(words)]
        };
        self.area = TextArea::new(lines);
        // Typing is taken back with esc or by editing on; an undo of its own would only hide the book's.
        self.area.set_max_histories(0);
        self.area.set_cursor_line_style(Style::default());
        self.area.set_cursor_style(Style::default());
        let wrap = if self.is_long() {
            WrapMode::WordOrGlyph
        } else {
            WrapMode::None
        };
        self.area.set_wrap_mode(wrap);
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
        (self.found, self.lit) = (Vec::new(), None);
    }

    /// The list beneath the field while it has the focus.
    pub fn list(&self) -> Vec<Item> {
        match &self.sort {
            Sort::Who if self.chosen == Chosen::Open && !self.found.is_empty() => {
                let found = self.found.iter().map(|id| Item::Person(*id));
                found.chain([Item::New]).collect()
            }
            Sort::Offered(words) => {
                let typed = self.shown().trim().to_lowercase();
                if words.iter().any(|word| word.to_lowercase() == typed) {
                    return Vec::new();
                }
                let fitting = words
                    .iter()
                    .filter(|word| word.to_lowercase().contains(&typed));
                fitting.cloned().map(Item::Words).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Which line of the list enter takes.
    pub fn lit(&self) -> Option<usize> {
        self.lit.filter(|lit| *lit < self.list().len())
    }

    /// Lights the next or previous line of the list; false where the list has no such line.
    pub fn light(&mut self, down: bool) -> bool {
        let last = self.list().len();
        if last == 0 {
            return false;
        }
        let to = match (self.lit(), down) {
            (None, true) => Some(0),
            (Some(lit), true) if lit + 1 < last => Some(lit + 1),
            (Some(0), false) if self.sort != Sort::Who => None,
            (Some(lit), false) if 0 < lit => Some(lit - 1),
            _ => return false,
        };
        self.lit = to;
        true
    }

    /// Takes a line of the list.
    pub fn take(&mut self, place: usize, book: &Book) {
        match self.list().get(place) {
            Some(Item::Person(id)) => {
                let id = *id;
                self.put(book.name(Some(id)));
                self.choose_person(Chosen::Known(id));
            }
            Some(Item::New) => self.choose_person(Chosen::New),
            Some(Item::Words(words)) => self.put(&words.clone()),
            None => {}
        }
    }

    fn choose_person(&mut self, chosen: Chosen) {
        self.chosen = chosen;
        (self.found, self.lit) = (Vec::new(), None);
    }

    /// Looks up the people whom the text of a person field may mean.
    pub fn look_up(&mut self, book: &Book) {
        if self.sort != Sort::Who {
            return;
        }
        (self.chosen, self.lit) = (Chosen::Open, None);
        let typed = text::clean_line(&self.shown());
        let likely = people::like(book, &typed);
        if let [one] = likely.same.as_slice() {
            self.chosen = Chosen::Known(*one);
            (self.found, self.twin) = (Vec::new(), None);
            return;
        }
        let first = if likely.begins || likely.same.len() > 1 {
            0
        } else {
            likely.found.len()
        };
        self.twin = likely.twin;
        self.lit = (!likely.found.is_empty()).then_some(first);
        self.found = likely.found;
    }
}

/// A line as a field can hold it: what `clean_line` would say, its outer blanks kept.
fn shown_line(line: &str) -> String {
    if line.chars().any(char::is_control) {
        text::clean_line(line)
    } else {
        line.to_string()
    }
}
