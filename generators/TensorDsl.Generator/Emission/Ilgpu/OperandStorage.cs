namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>How an operand of a product on tensor cores is stored, and so how a thread loads it.</summary>
internal enum OperandStorage
{
    /// <summary>In float32, element by element, to be rounded.</summary>
    Floats,

    /// <summary>In bfloat16, element by element.</summary>
    BFloat16,

    /// <summary>In bfloat16, where neighbours in depth are loaded two at a time.</summary>
    BFloat16Pairs,
}
