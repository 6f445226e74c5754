using System.Reflection;
using TensorDsl.Cpu;
using TensorDsl.Training;

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>What the hover text says of memory, against what the library allocates.</summary>
public class MemoryTests
{
    private const string CharGpt = """
        [Transformer(Layers = 2, Heads = 4, DModel = 32, DK = 8, DV = 12, DFf = 64, Vocab = 65, Context = 16)]
        public partial class Net;
        """;

    private const string EncoderDecoder = """
        [Model]
        public partial class Net
        {
            const int Vocab = 40, DModel = 24, Context = 12;

            static Tensor Logits([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target)
            {
                var memory = Embedding(source, Vocab, DModel) + LearnedPositions(source, Context, DModel);
                memory = Repeat(2, memory, h => h + SelfAttention(LayerNorm(h), 3, 8, 8, Mask.None), "encoder");
                var y = Embedding(target, Vocab, DModel) + LearnedPositions(target, 16, DModel);
                y = Repeat(2, y, h =>
                {
                    h += SelfAttention(LayerNorm(h), 3, 8, 8, Mask.Causal);
                    return h + CrossAttention(LayerNorm(h), memory, 3, 8, 8, Mask.None);
                }, "decoder");
                return Linear(LayerNorm(y), Vocab);
            }

            static Tensor Loss([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target, [Axes("B", "T")] Tokens next) =>
                CrossEntropy(Logits(source, target), next);
        }
        """;

    private delegate float TrainGpt(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t);

    private delegate float TrainPair(ReadOnlySpan<int> source, ReadOnlySpan<int> target, ReadOnlySpan<int> next, int b, int s, int t);

    private delegate IDisposable NewPair(ReadOnlySpan<int> source, int b, int s, int capacity);

    [Fact]
    public void A_language_model_takes_what_is_said()
    {
        static void Step(object model, int b) =>
            model.GetType().GetMethod("Backward")!.CreateDelegate<TrainGpt>(model)(new int[b * 16], new int[b * 16], b, 16);
        static object Generate(object model, int b) => model.GetType().GetMethod("NewGeneration")!.Invoke(model, [b, 16])!;
        Compare(Hover.Of(CharGpt), Step, Generate);
    }

    [Fact]
    public void An_encoder_and_decoder_take_what_is_said()
    {
        static void Step(object model, int b) =>
            model.GetType().GetMethod("Backward")!.CreateDelegate<TrainPair>(model)(new int[b * 12], new int[b * 16], new int[b * 16], b, 12, 16);
        static object Generate(object model, int b) => model.GetType().GetMethod("NewGeneration")!.CreateDelegate<NewPair>(model)(new int[b * 12], b, 12, 16);
        Compare(Hover.Of(EncoderDecoder), Step, Generate);
    }

    [Fact]
    public void The_generator_knows_the_threads_memory() =>
        Assert.Equal(Team.ScratchBytes, Hover.Read(Hover.Of(CharGpt).Training, @"and up to ([\d,]+) of scratch for each thread"));

    private static void Compare(Hover text, Action<object, int> step, Func<object, int, object> generate)
    {
        long training = Hover.Read(text.Training, @"takes ([\d,]+) bytes at B = 1,");
        Assert.Equal(training, Training(text, step, b: 1));
        Assert.Equal(Hover.Read(text.Training, @"([\d,]+) more for one more B"), Training(text, step, b: 2) - training);
        long one = Caches(text, generate, b: 1);
        Assert.Equal(text.Number("NewGeneration", @"caches ([\d,]+) bytes at B = 1, Capacity = 16,"), one);
        Assert.Equal(text.Number("NewGeneration", @"([\d,]+) more for one more B"), Caches(text, generate, b: 2) - one);
    }

    // Bytes of the five arenas after a step.
    private static long Training(Hover text, Action<object, int> step, int b) => text.Loaded(type =>
    {
        using var model = (IModel)Activator.CreateInstance(type, 1, 0UL)!;
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        step(model, b);
        return sizeof(float) * (model.Parameters.Length + model.Gradients.Length + optimizer.FirstMoments.Length + optimizer.SecondMoments.Length
            + Arena(model, "_arena"));
    });

    private static long Caches(Hover text, Func<object, int, object> generate, int b) => text.Loaded(type =>
    {
        using var model = (IModel)Activator.CreateInstance(type, 1, 0UL)!;
        using var generation = (IDisposable)generate(model, b);
        return sizeof(float) * Arena(generation, "_caches");
    });

    private static long Arena(object owner, string field) =>
        ((ActivationArena)owner.GetType().GetField(field, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(owner)!).Length;
}
