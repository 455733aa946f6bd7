//! Strongly connected parts of a graph.

/// A set of nodes that reach each other.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Component {
    pub(super) nodes: Vec<usize>,
    /// Whether it is more than one node, or one that reaches itself.
    pub(super) circle: bool,
}

/// The strongly connected components, each after all that it reaches.
///
/// Shape: `edges` by node. Tarjan's algorithm, without recursion.
pub(super) fn components(edges: &[Vec<u32>]) -> Vec<Component> {
    let mut search = Search {
        edges,
        numbers: vec![0; edges.len()],
        lowest: vec![0; edges.len()],
        open: vec![false; edges.len()],
        stack: Vec::new(),
        next: 1,
        found: Vec::new(),
    };
    for start in 0..edges.len() {
        if search.number(start) == 0 {
            search.run(start);
        }
    }
    search.found
}

struct Search<'g> {
    edges: &'g [Vec<u32>],
    /// In which order nodes were met; 0 if they were not.
    numbers: Vec<u32>,
    lowest: Vec<u32>,
    open: Vec<bool>,
    stack: Vec<usize>,
    next: u32,
    found: Vec<Component>,
}

impl Search<'_> {
    fn number(&self, node: usize) -> u32 {
        self.numbers.get(node).copied().unwrap_or(0)
    }

    fn run(&mut self, start: usize) {
        let mut way = vec![(start, 0_usize)];
        self.meet(start);
        while let Some((node, at)) = way.pop() {
            let next = self.edges.get(node).and_then(|edges| edges.get(at)).map(|next| *next as usize);
            if let Some(next) = next {
                way.push((node, at + 1));
                if self.number(next) == 0 {
                    self.meet(next);
                    way.push((next, 0));
                } else if self.open.get(next) == Some(&true) {
                    let number = self.number(next);
                    self.lower(node, number);
                }
            } else {
                let lowest = self.lowest.get(node).copied().unwrap_or(0);
                if let Some((before, _)) = way.last() {
                    self.lower(*before, lowest);
                }
                if lowest == self.number(node) {
                    self.close(node);
                }
            }
        }
    }

    fn meet(&mut self, node: usize) {
        let number = self.next;
        self.next += 1;
        self.numbers.get_mut(node).into_iter().for_each(|known| *known = number);
        self.lowest.get_mut(node).into_iter().for_each(|known| *known = number);
        self.open.get_mut(node).into_iter().for_each(|open| *open = true);
        self.stack.push(node);
    }

    fn lower(&mut self, node: usize, number: u32) {
        self.lowest.get_mut(node).into_iter().for_each(|known| *known = (*known).min(number));
    }

    fn close(&mut self, node: usize) {
        let mut nodes = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.open.get_mut(member).into_iter().for_each(|open| *open = false);
            nodes.push(member);
            if member == node {
                break;
            }
        }
        let itself = |node: usize| {
            self.edges.get(node).is_some_and(|edges| edges.iter().any(|next| *next as usize == node))
        };
        let circle = nodes.len() > 1 || itself(node);
        self.found.push(Component { nodes, circle });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_chains_are_not() {
        let edges = [vec![1], vec![2, 3], vec![0], vec![4], vec![], vec![5], vec![6, 7], vec![6]];
        let mut found: Vec<Vec<usize>> = components(&edges)
            .into_iter()
            .filter(|component| component.circle)
            .map(|component| component.nodes)
            .collect();
        for circle in &mut found {
            circle.sort_unstable();
        }
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![5], vec![6, 7]]);
    }

    #[test]
    fn a_component_comes_after_what_it_reaches() {
        let edges = [vec![1, 2], vec![3], vec![3], vec![], vec![0]];
        let order: Vec<usize> =
            components(&edges).into_iter().flat_map(|component| component.nodes).collect();
        let place = |node: usize| order.iter().position(|known| *known == node).unwrap();
        for (node, edges) in edges.iter().enumerate() {
            assert!(edges.iter().all(|next: &u32| place(*next as usize) < place(node)), "{order:?}");
        }
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let length = 200_000_u32;
        let mut edges: Vec<Vec<u32>> = (1..length).map(|next| vec![next]).collect();
        edges.push(vec![0]);
        assert_eq!(components(&edges).first().map(|all| all.nodes.len()), Some(length as usize));
    }
}
