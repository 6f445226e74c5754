using TensorDsl.Sampling;

namespace TensorDsl.Ilgpu.Tests;

/// <summary>
/// Whether a second prompt, whose queries come after keys in the cache, sees the first one. Its tokens are others, so that it matters which are seen.
/// </summary>
internal static class LaterPrompts
{
    public static void Check<TModel>(Device device, int first, int all, float tolerance)
        where TModel : ILanguageModel
    {
        using var model = (TModel)Activator.CreateInstance(typeof(TModel), device, 1, 1UL)!;
        Agreement.Scatter(model.Parameters);
        int[] tokens = [.. Enumerable.Range(0, all).Select(i => i < first ? i % 3 : 3 + (i % (model.Vocabulary - 3)))];
        float[] whole = new float[all * model.Vocabulary], next = new float[model.Vocabulary];
        model.Logits(tokens, 1, all, whole);
        using var generation = ((IGenerativeModel)model).NewGeneration(1, all);
        Next(0, first);
        Next(first, all);

        void Next(int from, int end)
        {
            generation.Next(tokens[from..end], next);
            for (int i = 0; i < next.Length; i++)
                Assert.Equal(whole[((end - 1) * next.Length) + i], next[i], tolerance);
        }
    }
}
