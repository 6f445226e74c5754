namespace TensorDsl.Generator.Tests.Documentation;

/// <summary>What all snippets are compiled beside.</summary>
internal static class SnippetSources
{
    /// <summary>The model that programs use, and a number made of whatever a snippet names.</summary>
    public const string Common = """
        [Model]
        public sealed partial class CharGpt
        {
            public const int Vocab = 96, Context = 64;

            internal static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
                DecoderOnly(tokens, layers: 4, heads: 4, dModel: 128, dk: 32, dv: 32, dFf: 512, Vocab, Context);
        }

        public static class Use
        {
            public static Tensor Of(Tensor x) => Mean(x);

            public static Tensor Of(Tensor[] parts)
            {
                Tensor sum = 0;
                foreach (var part in parts)
                    sum += Mean(part);
                return sum;
            }

            public static Tensor Of((Tensor, Tensor) pair) => Mean(pair.Item1) + Mean(pair.Item2);

            public static Tensor Of(Mask mask) => 0;

            public static Tensor Of(bool[,] allowed) => 0;

            public static Tensor Of(Initializer initializer) => 0;

            public static Tensor Of(int number) => 0;

            public static Tensor Of(double number) => 0;

            public static Tensor Of(double[] numbers) => 0;
        }
        """;

    /// <summary>The checks of shapes that comments say.</summary>
    public const string Checks = """
        public static class ShapeNotes
        {
            public static void Check(Tensor x, string note) => TensorDsl.Generator.Tests.Documentation.ShapeNote.Check(x, note);
        }
        """;
}
