//! Which panes a person's page has, and where they lie in a window of any size. It will never know what they show.

use ratatui::layout::Rect;

use crate::domain::id::Id;

use super::super::layer::Cx;

/// One of the four panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Stands,
    Exchanged,
    Client,
    Timeline,
}

impl Pane {
    pub const ALL: [Pane; 4] = [Pane::Stands, Pane::Exchanged, Pane::Client, Pane::Timeline];

    pub fn title(self) -> &'static str {
        ["Relationship", "Give and take", "As a client", "Timeline"][self as usize]
    }

    /// Its name in a narrow strip.
    pub fn short(self) -> &'static str {
        ["Relation", "Give, take", "Client", "Timeline"][self as usize]
    }

    /// Those that belong to the roles that a person has.
    pub fn of(id: Id, cx: &Cx) -> Vec<Pane> {
        let relation = cx.practice.relation(id);
        let record = cx.book.people.get(id);
        let has_exchanged = 0 < relation.ever.got.total() + relation.ever.given.total()
            || relation.is_source
            || !cx.practice.promises_of(id).is_empty();
        let is_client = relation.is_client
            || !cx.practice.targets_of(id).is_empty()
            || !cx.practice.expectations_of(id).is_empty()
            || record.is_some_and(|it| it.asking.is_some());
        let has = |pane: &Pane| match pane {
            Pane::Exchanged => has_exchanged,
            Pane::Client => is_client,
            Pane::Stands | Pane::Timeline => true,
        };
        Pane::ALL.into_iter().filter(has).collect()
    }
}

/// Two panes stand side by side from here on, three from there.
const WIDE: u16 = 100;
const WIDEST: u16 = 170;
/// Below this height they would show nothing worth it.
const HIGH: u16 = 14;

/// The panes that are drawn, with their places. The one with the focus is among them, whether it belongs or not.
pub fn plan(area: Rect, has: &[Pane], alone: Option<Pane>, focus: Pane) -> Vec<(Pane, Rect)> {
    if area.width < WIDE || area.height < HIGH || alone.is_some() {
        return vec![(alone.unwrap_or(focus), area)];
    }
    let is_shown = |pane: Pane| has.contains(&pane) || pane == focus;
    let columns: Vec<Vec<Pane>> = if WIDEST <= area.width {
        vec![
            vec![Pane::Stands],
            vec![Pane::Exchanged, Pane::Client],
            vec![Pane::Timeline],
        ]
    } else {
        vec![
            vec![Pane::Stands, Pane::Client],
            vec![Pane::Exchanged, Pane::Timeline],
        ]
    };
    let columns: Vec<Vec<Pane>> = columns
        .into_iter()
        .map(|column| column.into_iter().filter(|pane| is_shown(*pane)).collect())
        .filter(|column: &Vec<Pane>| !column.is_empty())
        .collect();
    let mut shown = Vec::new();
    let across = shares(area.width, columns.len());
    let mut x = area.x;
    for (column, width) in columns.into_iter().zip(across) {
        let down = shares(area.height, column.len());
        let mut y = area.y;
        for (pane, height) in column.into_iter().zip(down) {
            let place = Rect {
                x,
                y,
                width,
                height,
            };
            shown.push((pane, place));
            y += height;
        }
        x += width;
    }
    shown
}

/// A length in so many parts, the first one taking what does not divide.
fn shares(length: u16, count: usize) -> Vec<u16> {
    let count = u16::try_from(count).unwrap_or(1).max(1);
    let each = length / count;
    (0..count)
        .map(|n| {
            if n == 0 {
                length - each * (count - 1)
            } else {
                each
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panes_fill_the_page_and_never_overlap() {
        let all = Pane::ALL.to_vec();
        let some = vec![Pane::Stands, Pane::Timeline];
        for has in [&all, &some] {
            for focus in Pane::ALL {
                for (width, height) in [(80, 17), (120, 27), (171, 33), (200, 51), (1, 1)] {
                    let area = Rect::new(0, 5, width, height);
                    let shown = plan(area, has, None, focus);
                    let cells: u32 = shown.iter().map(|(_, it)| it.area()).sum();
                    assert_eq!(cells, area.area(), "{width}x{height} {focus:?}");
                    assert!(shown.iter().all(|(_, it)| area.intersection(*it) == *it));
                    assert!(shown.iter().any(|(pane, _)| *pane == focus));
                }
            }
        }
    }
}
