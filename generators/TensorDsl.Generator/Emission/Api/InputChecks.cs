namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes the checks of what callers hand in.</summary>
internal static class InputChecks
{
    public static void Write(CodeWriter code)
    {
        code.Line();
        code.Block("public static void CheckSize(int size, int bound, string name)", () =>
        {
            code.Line("ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, name);");
            code.Line("ArgumentOutOfRangeException.ThrowIfGreaterThan(size, bound, name);");
        });
        code.Line();
        code.Block("public static void CheckVolume(long elements)", () =>
        {
            code.Line("if (elements > int.MaxValue)");
            code.Line("    throw new ArgumentException($\"The batch is too large: a tensor would have {elements} elements, more than 2³¹ − 1.\");");
        });
        code.Line();
        code.Block("public static void CheckLength(int length, int expected, string name)", () =>
        {
            code.Line("if (length != expected)");
            code.Line("    throw new ArgumentException($\"The span holds {length} values, but the sizes ask for {expected}.\", name);");
        });
        code.Line();
        code.Block("public static void CheckTokens(ReadOnlySpan<int> tokens, int expected, int vocabulary, string name)", () =>
        {
            code.Line("CheckLength(tokens.Length, expected, name);");
            code.Block("foreach (int token in tokens)", () =>
            {
                code.Line("if ((uint)token >= (uint)vocabulary)");
                code.Line("    throw new ArgumentException($\"The token {token} is not in 0 … {vocabulary - 1}.\", name);");
            });
        });
    }
}
