//! The same decisions for one request at a time, by the book.
