// survey-core with one form: the first line is the form and its answers, each further one an answer to set and to time.
const { Model } = require(process.argv[2]);
const { createInterface } = require("readline");

const lines = createInterface({ input: process.stdin });
let survey = null;
lines.on("line", (line) => {
  const given = JSON.parse(line);
  if (survey === null) {
    survey = new Model(given.form);
    survey.data = given.data;
    process.stdout.write(`${survey.getAllQuestions().length}\n`);
    return;
  }
  const began = process.hrtime.bigint();
  survey.setValue(given.question, given.value);
  const taken = Number(process.hrtime.bigint() - began) / 1e6;
  process.stdout.write(`${JSON.stringify({ taken, shown: survey.getQuestionByName(given.watched).isVisible })}\n`);
});
