using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Reads a class annotated with <c>[Transformer(…)]</c> as the program that it stands for: one entry point that calls
/// the block <c>Ops.DecoderOnly</c> with the attribute's sizes.
/// </summary>
internal static class TransformerReader
{
    public const string AttributeName = "TensorDsl.TransformerAttribute";

    private const string Tokens = "TensorDsl.Tokens";
    private const string Dim = "TensorDsl.Dim";

    // In the order of DecoderOnly's parameters.
    private static readonly string[] Sizes = ["Layers", "Heads", "DModel", "DK", "DV", "DFf", "Vocab", "Context"];

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
        var arguments = Sizes.Select((name, i) => new Argument(i + 1, ReadSize(session, attribute, syntax, name)));
        EquatableArray<Argument> all = new([new Argument(0, new Variable(0, "tokens", whole)), .. arguments]);
        var block = new LibraryMember(
            MemberKind.Method, "TensorDsl.Ops", "DecoderOnly", new([Tokens, .. Sizes.Select(_ => Dim)]), IsStatic: true);
        var body = new Block(EquatableArray.Of<Statement>(new Return(new LibraryCall(block, null, all, whole))));
        var input = new Input("tokens", IsTokens: true, EquatableArray.Of(new InputAxis("B", null), new InputAxis("T", null)));
        return ClassReader.Close(
            session,
            new ModelOutline(model, EquatableArray.Of(new EntryPoint("Logits", 0, EquatableArray.Of(input), whole))),
            EquatableArray.Of(new Method("Logits", EquatableArray.Of(0), body)));
    }

    private static Constant ReadSize(ReadingSession session, AttributeData attribute, AttributeSyntax syntax, string name)
    {
        var argument = syntax.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        if (argument is null)
        {
            session.Report(syntax, "TDSL013", $"{name} must be positive, but is missing");
            return new Constant(0, name, LocationTable.ClassName);
        }

        if (attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value.Value is not int size)
        {
            session.IsBroken = true;
            return new Constant(0, name, LocationTable.ClassName);
        }

        if (size <= 0)
            session.Report(argument, "TDSL013", FormattableString.Invariant($"{name} must be positive, but is {size}"));
        return new Constant(size, name, session.Locations.Add(argument));
    }
}
