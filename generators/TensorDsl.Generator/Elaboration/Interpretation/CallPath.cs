using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>
/// The calls that led to a mistake, gathered innermost first while its exception leaves them:
/// <c>SelfAttention ← body of Repeat ← Logits</c>.
/// </summary>
internal sealed class CallPath
{
    private const string Lambda = "a lambda";

    private readonly List<string> _names = [];
    private readonly List<int> _sites = [];

    /// <summary>Where the calls stand, innermost first.</summary>
    public EquatableArray<int> Sites => _sites.ToEquatableArray();

    /// <summary>The names of the calls, empty where the entry point alone is one.</summary>
    public override string ToString() => _names.Count > 1 ? string.Join(" ← ", _names) : "";

    /// <summary>
    /// The mistake leaves the call of the language in which it happened, with the blocks that were open in it: for
    /// <c>DecoderOnly</c> the path <c>layers.*.selfAttention</c>.
    /// </summary>
    public void LeaveBlocks(string call, string path)
    {
        var blocks = path.Split('.').Select(block => block.Split('#')[0]).Where(block => block.Length > 0 && block != "*").ToList();
        if (blocks.Count == 0)
            return;
        // A block's own scope is usually called like it.
        if (string.Equals(blocks[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), call, StringComparison.OrdinalIgnoreCase))
            blocks.RemoveAt(0);
        blocks.Reverse();
        _names.AddRange(blocks.Append(call));
    }

    /// <summary>The mistake leaves a method of the user's.</summary>
    public void LeaveMethod(string name, int site)
    {
        _names.Add(name);
        _sites.Add(site);
    }

    /// <summary>The mistake leaves a lambda, whose name is that of the call of the language that called it.</summary>
    public void LeaveLambda() => _names.Add(Lambda);

    /// <summary>The mistake leaves a call of the language that called a function of the user's.</summary>
    public void LeaveCaller(string name, int site)
    {
        if (_names.Count > 0 && _names[_names.Count - 1] == Lambda)
            _names[_names.Count - 1] = "body of " + name;
        else
            _names.Add(name);
        _sites.Add(site);
    }
}
