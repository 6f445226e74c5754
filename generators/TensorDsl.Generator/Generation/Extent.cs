namespace TensorDsl.Generator.Generation;

/// <summary>For which positions along a time axis a value is wanted.</summary>
internal enum Extent
{
    /// <summary>The axis does not run along time.</summary>
    None,

    /// <summary>Those of this call.</summary>
    New,

    /// <summary>The last of this call.</summary>
    Latest,

    /// <summary>All positions from the first to the last of this call.</summary>
    Seen,
}
