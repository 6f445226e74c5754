namespace TensorDsl.Generator.Reading.Program;

/// <summary>The types that arithmetic at compile time knows.</summary>
internal enum Scalar
{
    Boolean,
    Int32,
    Int64,
    Single,
    Double,
    String,
    Object,
}

internal enum UnaryOperator
{
    Plus,
    Minus,
    Not,
    Complement,
}

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    LeftShift,
    RightShift,
    And,
    Or,
    ExclusiveOr,
    ConditionalAnd,
    ConditionalOr,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
