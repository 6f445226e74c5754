using System.Reflection;
using System.Runtime.Loader;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>A definition compiled by the C# compiler and run by the eager engine: what its meaning is.</summary>
internal static class Executed
{
    /// <summary>The result of <c>Net.Logits</c> on the given tokens, and the model that it used.</summary>
    public static (Tensor Result, EagerModel Model) Logits(string source, Tokens tokens)
    {
        using var image = new MemoryStream();
        var emitted = Sources.Compile(source).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext("Definitions", isCollectible: true);
        try
        {
            var method = context.LoadFromStream(image).GetType("Net", throwOnError: true)!
                .GetMethod("Logits", BindingFlags.Static | BindingFlags.NonPublic)!;
            var model = new EagerModel(seed: 1);
            return (model.Run(() => method.CreateDelegate<Func<Tokens, Tensor>>()(tokens)), model);
        }
        finally
        {
            context.Unload();
        }
    }
}
