/// A matrix whose rows are stored one after the other.
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<i64>,
}

impl Matrix {
    pub fn new(rows: usize, columns: usize) -> Self {
        Matrix { rows, columns, values: vec![0; rows * columns] }
    }

    pub fn set(&mut self, row: usize, column: usize, value: i64) {
        self.values[row * self.columns + column] = value;
    }

    pub fn transposed(&self) -> Matrix {
        let mut turned = Matrix::new(self.columns, self.rows);
        for row in 0..self.rows {
            for column in 0..self.columns {
                turned.set(column, row, self.values[row * self.columns + column]);
            }
        }
        turned
    }
}
