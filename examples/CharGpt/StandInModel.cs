using TensorDsl;
using TensorDsl.Cpu;
using TensorDsl.Training.Tests;

namespace CharGptExample;

/// <summary>A bigram model, about as slow as a transformer, until the generated one takes its place.</summary>
internal sealed class StandInModel(int threads, ulong seed) : ILanguageModel
{
    private readonly BigramModel _model = new(threads: Math.Max(threads, 1), seed: seed);

    public int Vocabulary => _model.Vocabulary;

    public int Context => _model.Context;

    public ParameterSet Parameters => _model.Parameters;

    public ParameterSet Gradients => _model.Gradients;

    public Team Team => _model.Team;

    public void Logits(ReadOnlySpan<int> tokens, int b, int t, Span<float> logits) => _model.Logits(tokens, b, t, logits);

    public float Loss(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t) => _model.Loss(tokens, targets, b, t);

    public float Backward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t)
    {
        Thread.Sleep(30);
        return _model.Backward(tokens, targets, b, t);
    }

    public void Dispose() => _model.Dispose();
}
