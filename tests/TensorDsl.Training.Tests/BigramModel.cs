using System.Numerics.Tensors;
using TensorDsl.Cpu;

namespace TensorDsl.Training.Tests;

/// <summary>The smallest language model with a matrix and a vector: the next token's logits are a row of a table, plus a bias.</summary>
internal sealed class BigramModel : ILanguageModel, IDropoutModel
{
    private readonly float[] _row;

    public BigramModel(int vocabulary = 96, int context = 64, int threads = 1, ulong seed = 0, string table = "table", string definition = "bigram")
    {
        (Vocabulary, Context, TableName, Definition) = (vocabulary, context, table, definition);
        ParameterInfo[] layout =
        [
            new(table, [vocabulary, vocabulary], 0, new Initializer(InitializerKind.Normal, 0.02)),
            new("bias", [vocabulary], Padded(vocabulary * vocabulary), new Initializer(InitializerKind.Constant, 0)),
        ];
        long length = layout[1].Offset + Padded(vocabulary);
        Parameters = new ParameterSet(layout, length);
        Gradients = new ParameterSet(layout, length);
        Team = new Team(threads);
        _row = new float[vocabulary];
        Parameters.Initialize(seed);
    }

    public int Vocabulary { get; }

    public int Context { get; }

    public string Definition { get; }

    public string TableName { get; }

    public ParameterSet Parameters { get; }

    public ParameterSet Gradients { get; }

    public Team Team { get; }

    /// <summary>What would be dropped, if the model had dropout.</summary>
    public ulong DropoutSeed { get; set; }

    /// <summary>The tokens that logits were last asked for.</summary>
    public IReadOnlyList<int> Seen { get; private set; } = [];

    public void Logits(ReadOnlySpan<int> tokens, int b, int t, Span<float> logits)
    {
        Seen = tokens.ToArray();
        for (int i = 0; i < b * t; i++)
        {
            var row = logits.Slice(i * Vocabulary, Vocabulary);
            TensorPrimitives.Add(Row(Parameters, tokens[i]), Parameters["bias"], row);
        }
    }

    public float Loss(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t)
    {
        double sum = 0;
        for (int i = 0; i < b * t; i++)
            sum += Probabilities(tokens[i], targets[i]);
        return (float)(sum / (b * t));
    }

    public float Backward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t)
    {
        Gradients.Values.Clear();
        double sum = 0;
        for (int i = 0; i < b * t; i++)
        {
            sum += Probabilities(tokens[i], targets[i]);
            _row[targets[i]] -= 1;
            TensorPrimitives.Divide(_row, b * t, _row);
            Add(_row, Row(Gradients, tokens[i]));
            Add(_row, Gradients["bias"]);
        }

        return (float)(sum / (b * t));
    }

    public void Dispose()
    {
        Team.Dispose();
        Parameters.Dispose();
        Gradients.Dispose();
    }

    // Leaves softmax(logits) in the row and returns the cross-entropy.
    private float Probabilities(int token, int target)
    {
        TensorPrimitives.Add(Row(Parameters, token), Parameters["bias"], _row);
        TensorPrimitives.SoftMax<float>(_row, _row);
        return -MathF.Log(_row[target]);
    }

    private static void Add(ReadOnlySpan<float> row, Span<float> sum) => TensorPrimitives.Add(row, sum, sum);

    private Span<float> Row(ParameterSet set, int token) => set[TableName].Slice(token * Vocabulary, Vocabulary);

    private static long Padded(long floats) => (floats + 15) / 16 * 16;
}
