// Reads a form and sets of answers from the standard input; prints what survey-core shows for each.
const { Model } = require("survey-core");

const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
const survey = new Model(input.form);
const questions = survey.getAllQuestions();
const shown = (question) => question.isVisible && question.isParentVisible;

// Answers are given only to what is shown, pass after pass, until nothing more comes up: as a person would.
// The state after each pass is kept: all but the last have open questions.
const states = (answers) => {
  survey.clear();
  const found = [];
  for (let pass = 0; pass < 40; pass += 1) {
    const given = {};
    for (const question of questions) {
      if (question.name in answers && shown(question) && question.isEmpty()) given[question.name] = answers[question.name];
    }
    if (Object.keys(given).length === 0) return found;
    survey.mergeData(given);
    const visible = {};
    for (const question of questions) visible[question.name] = shown(question);
    found.push({ visible, data: JSON.parse(JSON.stringify(survey.data)) });
  }
  throw new Error("the form never comes to rest");
};

const results = input.sets.map(states);
process.stdout.write(JSON.stringify({ errors: survey.jsonErrors?.length ?? 0, results }));
