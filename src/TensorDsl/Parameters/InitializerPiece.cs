namespace TensorDsl;

/// <summary>Some values of a parameter, drawn by one thread: a set of a hundred million takes seconds otherwise.</summary>
/// <param name="Info">The parameter.</param>
/// <param name="Start">Its first value among them.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct InitializerPiece(ParameterInfo Info, long Start, int Count)
{
    /// <summary>The values of a piece, where there are so many; fewer are drawn before other threads have started.</summary>
    public const int Most = 1 << 17;

    /// <summary>A parameter's pieces.</summary>
    public static IEnumerable<InitializerPiece> Of(ParameterInfo info)
    {
        for (long start = 0; start < info.Count; start += Most)
            yield return new(info, start, (int)Math.Min(Most, info.Count - start));
    }

    /// <summary>Draws them into an arena.</summary>
    public unsafe void Fill(float* arena, ulong seed) => Info.Initializer.Fill(new Span<float>(arena + Info.Offset + Start, Count), seed, Info.Name, Start);
}
