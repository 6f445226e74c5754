using System.Globalization;
using TensorDsl.Benchmarks;
using TensorDsl.Training;

// The first step of workload A, on the number of threads that is given; then its loss, so that its end can be seen.
const int B = 12, T = 64, Vocab = 65;
using var model = new CharacterGpt(int.Parse(args[0], CultureInfo.InvariantCulture));
using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
int[] tokens = new int[B * T];
int[] targets = new int[B * T];
var random = new Random(1);
for (int i = 0; i < tokens.Length; i++)
    (tokens[i], targets[i]) = (random.Next(Vocab), random.Next(Vocab));
float loss = model.Backward(tokens, targets, B, T);
optimizer.Step(model.Team, 1e-3f);
Console.WriteLine(loss.ToString(CultureInfo.InvariantCulture));
