//! Bounds, so that hostile input costs bounded time and memory.

/// Bounds on reading and evaluating one root module.
///
/// Where one is met, the value is unknown with the bound as its cause, and a notice names it.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Instances of one resource, data source or module call.
    pub instances: usize,
    /// Instances of all of them together.
    pub all_instances: usize,
    /// Expressions evaluated.
    pub steps: u64,
    /// Expressions inside each other, through references too.
    pub depth: u32,
    /// Elements that one `for` goes over.
    pub elements: usize,
    /// Values that one is made of, shared ones counted as often as they are in it.
    pub weight: u32,
    /// Values that all records and outputs are made of, shared ones counted as often as they are in them.
    pub all_weight: u64,
    /// Units: bytes of the values that one expression makes, those it has let go not counted.
    pub working: u64,
    /// Units: bytes of the values that all named things, instances and outputs make.
    pub memory: u64,
    /// Units: bytes of one string made from a template.
    pub text: usize,
    /// Units: bytes of one file that is read.
    pub file: u64,
    /// Units: bytes of all files together.
    pub all_files: u64,
    /// Units: bytes of one plan or state.
    pub document: u64,
    /// Modules inside each other.
    pub modules: usize,
    /// Module calls in the tree of one root module.
    pub calls: usize,
}

impl Limits {
    /// Bounds that no real configuration is known to meet.
    pub const DEFAULT: Self = Self {
        instances: 10_000,
        all_instances: 200_000,
        steps: 20_000_000,
        depth: 1_500,
        elements: 1 << 18,
        weight: 1 << 20,
        all_weight: 1 << 23,
        working: 128 << 20,
        memory: 384 << 20,
        text: 16 << 20,
        file: 64 << 20,
        all_files: 1 << 30,
        document: 2 << 30,
        modules: 32,
        calls: 10_000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
