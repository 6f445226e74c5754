using System.Diagnostics;
using TensorDsl.Sampling;

namespace TensorDsl.Benchmarks;

/// <summary>Goes on with one text or with several, from a prompt whose reading is not counted; after some times from the prompt again.</summary>
internal sealed class Generating : Contestant
{
    private readonly ILanguageModel _model;
    private readonly ICompactModel? _compact;
    private readonly IGeneration _generation;
    private readonly RandomTokens _tokens;
    private readonly float[] _logits;
    private readonly int _prompt;
    private readonly int _end;

    /// <param name="model">The model, an <see cref="IGenerativeModel"/>.</param>
    /// <param name="prompt">Tokens of a prompt.</param>
    /// <param name="read">Tokens of a text that one run reads.</param>
    /// <param name="times">Runs from one prompt.</param>
    /// <param name="storage">How the weights are stored.</param>
    /// <param name="batch">Texts.</param>
    public Generating(ILanguageModel model, int prompt, int read, int times, WeightStorage storage = WeightStorage.Float32, int batch = 1)
    {
        _model = model;
        (_prompt, _end) = (prompt, prompt + (read * times));
        _compact = storage == WeightStorage.Float32 ? null : ((ICompactableModel)model).Compact(storage);
        _generation = (_compact ?? (IGenerativeModel)model).NewGeneration(batch, _end);
        _tokens = new RandomTokens(batch * read, model.Vocabulary);
        _logits = new float[batch * model.Vocabulary];
        if (prompt > 0)
            _generation.Next(new RandomTokens(batch * prompt, model.Vocabulary).Next(), _logits);
    }

    public override double Run()
    {
        if (_generation.Position == _end)
            _generation.Truncate(_prompt);
        int[] tokens = _tokens.Next();
        long start = Stopwatch.GetTimestamp();
        _generation.Next(tokens, _logits);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public override void Dispose()
    {
        _generation.Dispose();
        _compact?.Dispose();
        _model.Dispose();
    }
}
