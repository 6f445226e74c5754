namespace TensorDsl;

/// <summary>The scalar functions that element-wise operations are made of. Comparisons give 1 or 0.</summary>
internal enum Function
{
    // One argument; Copy stretches it to a wider shape.
    Copy,
    Negate,
    Abs,
    Exp,
    Log,
    Sqrt,
    Sin,
    Cos,
    Tanh,
    Erf,

    // Two arguments.
    Add,
    Subtract,
    Multiply,
    Divide,
    Maximum,
    Minimum,
    Less,
    LessEqual,
    Equal,

    // Three arguments: condition, then, otherwise.
    Where,
}

/// <summary>How a reduction combines the elements along its axes.</summary>
internal enum Reduction
{
    Sum,
    Maximum,
}
