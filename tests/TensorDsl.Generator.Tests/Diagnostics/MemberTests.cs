using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Members of the user's beside those of the generated part.</summary>
public sealed class MemberTests
{
    [Theory]
    [InlineData("public int Parameters;", "Parameters")]
    [InlineData("public float Gradients { get; set; }", "Gradients")]
    [InlineData("const int Team = 3;", "Team")]
    [InlineData("static void Layout() { }", "Layout")]
    [InlineData("class Weights { }", "Weights")]
    [InlineData("enum Tensors { A }", "Tensors")]
    [InlineData("event Action? WeightGradients;", "WeightGradients")]
    [InlineData("delegate void DropoutSeed();", "DropoutSeed")]
    [InlineData("const int Dispose = 3;", "Dispose")]
    [InlineData("public void Dispose() { }", "Dispose")]
    [InlineData("const int NewGeneration = 3;", "NewGeneration")]
    [InlineData("const int Compact = 3;", "Compact")]
    [InlineData("const int Generated = 3;", "Generated")]
    [InlineData("const int Device = 3;", "Device")]
    [InlineData("const int Backward = 3;", "Backward")]
    public void One_that_every_model_has(string member, string name) => In(member).Expect(
        ("TDSL001", name, $"The model 'Net' cannot be completed: '{name}' is the name of a member that every model has"));

    [Theory]
    [InlineData("public void Logits(ReadOnlySpan<int> tokens, int b, int t, Span<float> logits) { }", "Logits")]
    [InlineData("float Loss(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int b, int t) => 0;", "Loss")]
    [InlineData("float Backward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int b, int t) => 0;", "Backward")]
    [InlineData("void Differentiate(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int b, int t) { }", "Differentiate")]
    public void The_method_of_an_entry_point(string member, string name) => In(member).Expect(
        ("TDSL001", name, $"The model 'Net' cannot be completed: its entry point gives it a method '{name}' of the same parameters"));

    [Theory]
    [InlineData("", "(int a)", "(int a)", "it has a primary constructor, beside that of every model, (int threads, ulong seed)")]
    [InlineData("public Net() { }", "", "Net", "its constructor does not call that of every model, ': this(threads, seed)'")]
    [InlineData("public Net(int threads, ulong seed) { }", "", "Net", "it has the constructor of every model, (int threads, ulong seed)")]
    [InlineData(
        "public Net(Device device, int threads, ulong seed) { }", "", "Net",
        "it has the constructor of every model, (Device device, int threads, ulong seed)")]
    public void A_constructor(string member, string parameters, string text, string mistake) =>
        In(member, parameters).Expect(("TDSL001", text, $"The model 'Net' cannot be completed: {mistake}"));

    [Fact]
    public void Of_a_declared_transformer() => GeneratorRun.Of("""
        [Transformer(Layers = 1, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Vocab = 9, Context = 8)]
        public partial class Net
        {
            public Net() { }
        }
        """).Expect(("TDSL001", "Net", "The model 'Net' cannot be completed: its constructor does not call that of every model, ': this(threads, seed)'"));

    [Fact]
    public void A_class_named_like_one() => GeneratorRun.Of("""
        [Model] public partial class Parameters { static Tensor Logits([Axes("B", "T")] Tokens tokens) => Embedding(tokens, 9, 4); }
        """).Expect(("TDSL001", "Parameters", "The model 'Parameters' cannot be completed: it has the name of a member that every model has"));

    // What only generated code sees gets out of the way.
    [Theory]
    [InlineData("const int State = 4;")]
    [InlineData("const int Units = 4, ArenaLength = 5, Rows1 = 6;")]
    [InlineData("struct State { } class Rows1 { } class Epilogue2 { }")]
    [InlineData("static void LogitsProgram(int CheckSize, int CheckTokens) { } static void CreateLayout() { } static void CheckVolume(long n) { }")]
    [InlineData("const int Look = 2, Generation = 3;")]
    [InlineData("public float[] Logits(int[] tokens) => []; public float Loss(int[] tokens) => 0; public void Dispose(bool disposing) { }")]
    [InlineData("public float[] Logits(ReadOnlySpan<int> tokens, int b, int t) => [];")]
    public void Of_any_other_name(string member) => In(member).ExpectCode();

    [Fact]
    public void A_constructor_that_goes_on_to_the_models() =>
        Assert.Empty(In("public Net(string text) : this(1, 1) { } public Net(bool b) : this(\"\") { } static Net() { }").Errors);

    private static GeneratorRun In(string members, string parameters = "") => GeneratorRun.Of($$"""
        [Model]
        public partial class Net{{parameters}}
        {
            static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
                Linear(Tap("seen", Softmax(Embedding(tokens, 9, 4) * Table([1, 2, 3, 5]) + LearnedPositions(tokens, 8, 4))), 9);

            {{members}}
        }
        """);
}
