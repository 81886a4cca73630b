/** Every text of the pages, in one place: second person, present tense, no exclamation marks, no blame. */
export const texts = {
  product: 'Hoplab',
  landing: {
    title: 'Practise Kubernetes networking on clusters that break like real ones',
    sentence:
      'Open a broken cluster in your browser, fix it with the commands you type at work, and see what the network does now.',
    start: 'Start a lab as a guest',
    startNote: 'No account, no cloud, nothing to install.',
    pictureTitle: 'A packet crosses a small cluster',
    pictureText:
      'A packet leaves a client pod, is translated by the rules of a Service on its node and reaches one of two backend pods.',
    client: 'client pod',
    service: 'Service',
    node: 'node',
    backend: 'backend pod',
  },
  notFound: {
    title: 'There is no page at this address',
    text: 'The address may be mistyped, or the page has moved.',
    back: 'Go to the first page',
  },
  failed: {
    title: 'This page failed on our side',
    text: 'Nothing you typed is lost: what was saved is still there.',
    retry: 'Load it again',
  },
} as const;
