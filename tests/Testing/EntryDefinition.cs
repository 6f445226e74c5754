using System.Reflection;
using System.Runtime.CompilerServices;

namespace TensorDsl.Testing;

/// <summary>An input of an entry point: its name, whether it is tokens, and its axes as <c>[Axes]</c> says them.</summary>
internal sealed record InputDefinition(string Name, bool IsTokens, IReadOnlyList<string> Axes);

/// <summary>An entry point as the user wrote it, found by reflection: a static method whose parameters carry <c>[Axes]</c>.</summary>
internal sealed class EntryDefinition
{
    private readonly Func<object[], object> _run;

    private EntryDefinition(string name, IReadOnlyList<InputDefinition> inputs, Func<object[], object> run)
    {
        Name = name;
        Inputs = inputs;
        _run = run;
    }

    public string Name { get; }

    public IReadOnlyList<InputDefinition> Inputs { get; }

    /// <summary>Whether its name says that it is differentiated if it gives a single number.</summary>
    public bool IsLoss => Name.EndsWith("Loss", StringComparison.Ordinal);

    /// <summary>All of a class, and the loss that follows from logits alone.</summary>
    public static IReadOnlyList<EntryDefinition> AllOf(Type definition)
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var found = definition.GetMethods(Statics)
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<AxesAttribute>() is not null))
            .Select(Of).ToList();
        if (found.Find(entry => entry.Name == "Logits") is { Inputs: [{ IsTokens: true } tokens] } logits && !found.Exists(entry => entry.Name == "Loss"))
        {
            found.Add(new EntryDefinition("Loss", [tokens, tokens with { Name = "targets" }],
                inputs => Ops.CrossEntropy((Tensor)logits._run([inputs[0]]), (Tokens)inputs[1])));
        }

        return found;
    }

    /// <summary>Its results on the eager engine.</summary>
    public IReadOnlyList<Tensor> Run(EagerModel model, IReadOnlyList<InputValue> inputs)
    {
        object result = model.Run(() => _run([.. inputs.Select(input => input.ToEager())]));
        return result is ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)] : [(Tensor)result];
    }

    private static EntryDefinition Of(MethodInfo method) => new(
        method.Name,
        [.. method.GetParameters().Select(parameter => new InputDefinition(
            parameter.Name!, parameter.ParameterType == typeof(Tokens), parameter.GetCustomAttribute<AxesAttribute>()!.Names))],
        arguments => method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!);
}
