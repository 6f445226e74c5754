using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Reads a class annotated with <c>[Transformer(…)]</c> as the program that it stands for: an entry point <c>Logits</c> that
/// calls the family's block with the attribute's sizes, <c>Loss</c> where that is not the one derived from logits, and
/// <c>Encode</c> and <c>Decode</c>, which call parts of the block.
/// </summary>
internal static class TransformerReader
{
    public const string AttributeName = "TensorDsl.TransformerAttribute";

    private const string Tensor = "TensorDsl.Tensor";
    private const string Tokens = "TensorDsl.Tokens";
    private const string Dim = "TensorDsl.Dim";

    public static ReadResult? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (ClassReader.Open(context, cancellation) is not { } opened)
            return null;
        var (session, model) = opened;
        var attribute = context.Attributes[0];
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        if (model is null || syntax is null)
            return ClassReader.Close(session);

        int whole = session.Locations.Add(syntax);
        int number = Given(attribute, "Family") as int? ?? 0;
        var family = FamilySpec.Of((TransformerFamily)number);
        foreach (var given in syntax.ArgumentList?.Arguments.Where(a => a.NameEquals is { } name && !family.Knows(name.Name.Identifier.ValueText)) ?? [])
            session.Report(given, "TDSL033", $"'{given.NameEquals!.Name.Identifier.ValueText}' has no meaning for the family {family.Block}");

        var sizes = family.Sizes.ToDictionary(name => name, name => ReadSize(session, attribute, syntax, name, null));
        foreach (string name in family.InputSizes)
            sizes[name] = ReadSize(session, attribute, syntax, name, name == "Channels" ? 3 : null);
        var (inputs, targets, parts) = family.Inputs(name => (int)sizes[name].Value!);
        var budget = BudgetReader.Read(session, attribute);
        var entries = new List<(Input[] Inputs, Method Method)>();
        int slots = 0;
        Add("Logits", inputs, Run(family.Block, inputs, []));
        if (targets.Length > 0)
        {
            Input[] all = [.. inputs, .. targets];
            var result = new MethodCall(0, Arguments(Read(inputs, 0)), whole);
            bool isWeighted = targets.Length == 2;
            Add("Loss", all, Call(
                "CrossEntropy",
                [Tensor, .. targets.Select(TypeOf), .. isWeighted ? new[] { "System.Double" } : []],
                [result, .. Read(targets, inputs.Length), .. isWeighted ? new[] { new Constant(0.0, null, whole) } : []],
                whole));
        }

        foreach (var (name, taken, without) in parts)
            Add(name, taken, Run(family.Block + name, taken, without));
        var entryPoints = entries.Select((entry, i) => new EntryPoint(entry.Method.Name, i, entry.Inputs.ToEquatableArray(), whole)).ToEquatableArray();
        return MemberClashes.Report(session, (INamedTypeSymbol)context.TargetSymbol, entryPoints)
            ? ClassReader.Close(session)
            : ClassReader.Close(session, new ModelOutline(model, entryPoints), entries.Select(entry => entry.Method).ToEquatableArray(), budget);

        void Add(string name, Input[] taken, Expression result)
        {
            entries.Add((taken, Method(name, taken, slots, result)));
            slots += taken.Length;
        }

        // The values of inputs that are the next entry point's, from a certain one on.
        Expression[] Read(Input[] taken, int from) =>
            [.. taken.Select((input, i) => new Variable(slots + from + i, input.Name, whole))];

        LibraryCall Run(string block, Input[] taken, string[] without)
        {
            string[] given = [.. family.Sizes.Except(without)];
            var options = family.Options.Where(option => !without.Contains(option.Name)).ToList();
            return Call(
                block,
                [.. taken.Select(TypeOf), .. given.Select(_ => Dim), .. options.Select(option => option.Type)],
                [
                    .. Read(taken, 0),
                    .. given.Select(name => sizes[name]),
                    .. options.Select(option => new Constant(Given(attribute, option.Name) ?? option.Default, null, whole)),
                ],
                whole);
        }
    }

    private static Method Method(string name, Input[] inputs, int firstSlot, Expression result) =>
        new(name, inputs.Select((_, i) => firstSlot + i).ToEquatableArray(), new Block(EquatableArray.Of<Statement>(new Return(result))));

    private static LibraryCall Call(string block, string[] types, Expression[] arguments, int location) =>
        new(new LibraryMember(MemberKind.Method, "TensorDsl.Ops", block, new(types), IsStatic: true), null, Arguments(arguments), location);

    private static EquatableArray<Argument> Arguments(Expression[] values) =>
        values.Select((value, i) => new Argument(i, value)).ToEquatableArray();

    private static string TypeOf(Input input) => input.IsTokens ? Tokens : Tensor;

    private static object? Given(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value.Value;

    private static Constant ReadSize(ReadingSession session, AttributeData attribute, AttributeSyntax syntax, string name, int? otherwise)
    {
        var argument = syntax.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        if (argument is null && otherwise is { } known)
            return new Constant(known, name, LocationTable.ClassName);
        if (argument is null)
        {
            session.Report(syntax, "TDSL013", $"{name} is missing; it must be positive");
            return new Constant(0, name, LocationTable.ClassName);
        }

        if (Given(attribute, name) is not int size)
        {
            session.IsBroken = true;
            return new Constant(0, name, LocationTable.ClassName);
        }

        if (size <= 0)
            session.Report(argument, "TDSL013", FormattableString.Invariant($"{name} must be positive, but is {size}"));
        return new Constant(size, name, session.Locations.Add(argument));
    }
}
