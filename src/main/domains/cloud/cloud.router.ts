import {
  cloudDeviceInputSchema,
  cloudPasswordInputSchema,
  deleteCloudAccountInputSchema,
  endpointInputSchema,
  signInInputSchema,
  signUpInputSchema,
} from '#shared/contracts/cloud.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const cloudRouter = router({
  /** Where this workspace is signed in, as it was last told. */
  list: procedure.query(({ ctx }) => ctx.workspace.cloud.list()),
  /** What an endpoint says of itself. */
  describe: procedure
    .input(endpointInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.cloud.describe(input.endpoint, signal)),
  signUp: procedure
    .input(signUpInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.cloud.signUp(input, signal)),
  signIn: procedure
    .input(signInInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.cloud.signIn(input, signal)),
  signOut: procedure
    .input(endpointInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.cloud.signOut(input.endpoint)),
  /** Asks the endpoint for tier and room. */
  check: procedure
    .input(endpointInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.cloud.check(input.endpoint, signal)),
  devices: procedure
    .input(endpointInputSchema)
    .query(({ ctx, input, signal }) => ctx.workspace.cloud.devices(input.endpoint, signal)),
  removeDevice: procedure
    .input(cloudDeviceInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.cloud.removeDevice(input.endpoint, input.deviceId)),
  changePassword: procedure
    .input(cloudPasswordInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.cloud.changePassword(input.endpoint, input)),
  deleteAccount: procedure
    .input(deleteCloudAccountInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.cloud.deleteAccount(input.endpoint, input.password)),
});
