using static TensorDsl.Ops;

namespace TensorDsl;

/// <summary>Which keys a query may read: a rule over the positions of both, counted from 0.</summary>
public sealed class Mask
{
    private readonly Func<Tensor, Tensor, Tensor>? _allowed;

    private Mask(Func<Tensor, Tensor, Tensor>? allowed) => _allowed = allowed;

    /// <summary>Every query reads every key.</summary>
    public static Mask None { get; } = new(null);

    /// <summary>A query reads the keys at its own position and before.</summary>
    public static Mask Causal { get; } = new((query, key) => key <= query);

    /// <summary>The scores (…, T, T'), −∞ where the query may not read the key; softmax makes that weight 0.</summary>
    internal Tensor Apply(Tensor scores)
    {
        if (_allowed is null)
            return scores;
        var query = Append(Index(scores, -2));
        var key = Index(scores, -1);
        return Where(_allowed(query, key), scores, double.NegativeInfinity);
    }
}
