export { createOutgoing, type Outgoing } from './create-outgoing.ts';
export { createHttpAskProvider } from './http-ask-provider.ts';
