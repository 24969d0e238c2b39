import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts with the stories: each waits for minutes, and one that began last would be waited for by all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- that of the sequencer, not of an array
    const sorted = await super.sort(files);
    const isStory = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/end-to-end/');
    return [...sorted.filter(isStory), ...sorted.filter((file) => !isStory(file))];
  }
}
