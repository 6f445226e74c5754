extern alias generator;

using generator::TensorDsl.Generator.Reading.Program;
using generator::TensorDsl.Generator.Support;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>A mistake of the generator's own is a diagnostic; a generator that throws is switched off.</summary>
public class InternalErrorTests
{
    private static readonly DefinitionProgram Program = Elaborated.Program(Sources.Model("return Embedding(tokens, Vocab, DModel);"));

    private static readonly Stage<DefinitionProgram> Start = new(Program, Program, default);

    [Fact]
    public void A_stage_that_throws_reports_TDSL099_on_the_class_and_ends_the_pipeline()
    {
        bool isRun = false;
        var stage = Start.Then(string (DefinitionProgram _) => throw new NotSupportedException("no rule")).Then(text =>
        {
            isRun = true;
            return text;
        });
        var diagnostic = Assert.Single(stage.Diagnostics);
        Assert.Equal(("TDSL099", 0), (diagnostic.Id, diagnostic.Location));
        Assert.Equal(["Net", "NotSupportedException: no rule"], diagnostic.Arguments);
        Assert.False(isRun);
    }

    [Fact]
    public void A_cancelled_stage_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => Start.Then(string (DefinitionProgram _) => throw new OperationCanceledException()));
}
