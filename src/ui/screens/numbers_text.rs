//! The numbers as Markdown, to keep or to send: each part with its base, its figures and its sentence. It counts nothing.

use super::super::parts::charts::table::{Row, Table};
use super::panel::{Chart, Panel};

/// All parts, under a title that says of what they are.
pub fn text(title: &str, parts: &[Panel]) -> String {
    let mut said = format!("# {title}\n");
    for part in parts {
        said += &format!("\n## {} ({})\n\n", part.title, part.base);
        match &part.chart {
            Chart::Table(table) if table.rows.is_empty() => {}
            Chart::Table(table) => said += &rows(table),
            Chart::Weeks(_) | Chart::Bands(_) | Chart::Ages(_) => {
                for figure in &part.figures {
                    said += &format!("- {}\n", figure.says);
                }
                if !part.figures.is_empty() {
                    said.push('\n');
                }
            }
        }
        said += &part.sentence;
        said.push('\n');
    }
    said
}

/// A table of figures; what is said in their place stands in the last column.
fn rows(table: &Table) -> String {
    let mut heads = vec![""];
    heads.extend(&table.heads);
    heads.push(table.tail);
    let mut said = line(heads.iter().copied());
    said += &line(heads.iter().map(|_| "---"));
    for row in &table.rows {
        said += &line(cells(row, table.heads.len()).into_iter());
    }
    said.push('\n');
    said
}

fn cells(row: &Row, heads: usize) -> Vec<&str> {
    let mut cells = vec![row.name.as_str()];
    cells.extend(row.cells.iter().map(String::as_str));
    cells.resize(heads + 1, "");
    cells.push(if row.few.is_empty() {
        &row.tail
    } else {
        &row.few
    });
    cells
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::super::super::parts::charts::table::Bar;
    use super::*;

    #[test]
    fn a_row_has_a_cell_for_each_head_and_one_for_words() {
        let table = Table {
            heads: vec!["n", "met"],
            tail: "in what way",
            rows: vec![
                Row::new("Dana | Co", Bar::None, vec!["5".into(), "60%".into()]).tail("so"),
                Row::few("Ben", 2, "too few to say"),
            ],
            ..Table::default()
        };
        assert_eq!(
            rows(&table),
            "|  | n | met | in what way |\n| --- | --- | --- | --- |\n| Dana \\| Co | 5 | 60% | so |\n\
             | Ben | 2 |  | too few to say |\n\n"
        );
    }
}
